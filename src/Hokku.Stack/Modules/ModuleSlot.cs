using Hokku.Abstractions;

namespace Hokku.Stack;

/// <summary>One module of one stack, loaded or not: the object, who holds it, and how to undo what it has registered.</summary>
internal sealed class ModuleSlot(ModuleRegistration registration)
{
    private readonly Dictionary<string, int> _users = [];

    public ModuleRegistration Registration { get; } = registration;

    public ModuleManifest Manifest => Registration.Manifest;

    /// <summary>The module; null while it is not loaded.</summary>
    public INetModule? Module { get; set; }

    /// <summary>Undoes what the module has registered; run from the last to the first.</summary>
    public List<Action> Undo { get; } = [];

    public int SocketUsers { get; set; }

    /// <summary>By <see cref="INetStack.Retain"/>.</summary>
    public int Retains { get; set; }

    /// <summary>Held because packets of its protocol came in; given back when its domain is not used any more.</summary>
    public bool IsReceiver { get; set; }

    public int NamedUsers { get; private set; }

    /// <summary>Those that keep a domain alive: all but the one for receiving.</summary>
    public int ActiveReferences => SocketUsers + Retains + NamedUsers;

    public int References => ActiveReferences + (IsReceiver ? 1 : 0);

    public void Acquire(string user)
    {
        _users[user] = _users.GetValueOrDefault(user) + 1;
        NamedUsers++;
    }

    /// <exception cref="InvalidOperationException">The user does not hold the module.</exception>
    public void Release(string user)
    {
        if (!_users.TryGetValue(user, out int count))
            throw new InvalidOperationException($"'{user}' does not hold the module '{Manifest.Name}'.");
        if (count == 1)
            _users.Remove(user);
        else
            _users[user] = count - 1;
        NamedUsers--;
    }

    /// <summary>Nobody holds it any more, whoever did, except users whose name begins so.</summary>
    public void Forget(string? exceptFor)
    {
        foreach (string user in _users.Keys)
        {
            if (exceptFor is null || !user.StartsWith(exceptFor, StringComparison.Ordinal))
                _users.Remove(user);
        }

        NamedUsers = _users.Values.Sum();
        SocketUsers = Retains = 0;
        IsReceiver = false;
    }

    /// <summary>Who uses it, for people: "socket 3, interface loop, receiver".</summary>
    public string DescribeUsers()
    {
        var users = new List<string>();
        if (SocketUsers > 0)
            users.Add($"socket {SocketUsers}");
        users.AddRange(_users.Select(user => user.Value == 1 ? user.Key : $"{user.Key} {user.Value}"));
        if (Retains > 0)
            users.Add($"connection {Retains}");
        if (IsReceiver)
            users.Add("receiver");
        return string.Join(", ", users);
    }
}
