using Hokku.Testing;

// Runs scripts of TcpScript for people: './test --script FILE' or a folder of them.
if (args.Length == 0)
{
    Console.Error.WriteLine("usage: ./test --script [--quiet] FILE-OR-FOLDER...");
    return 2;
}

bool isQuiet = args.Contains("--quiet");
int passed = 0;
int failed = 0;
foreach (string path in args.Where(a => a != "--quiet").SelectMany(a => Directory.Exists(a) ? ScriptFile.Find(a) : [a]))
{
    try
    {
        ScriptFile.Load(path).Run(isQuiet ? null : Console.Write);
        passed++;
        Console.WriteLine($"{path}: passed");
    }
    catch (Exception wrong) when (wrong is ScriptFileException or IOException)
    {
        failed++;
        Console.WriteLine(wrong.Message);
    }
}

Console.WriteLine($"{passed} passed, {failed} failed");
return failed == 0 ? 0 : 1;
