using Hokku.Abstractions;

namespace Hokku.Protocols.Tcp;

/// <summary>The congestion controls that this module brings, and how a connection gets one by name.</summary>
internal static class CongestionChoice
{
    public const string Default = "cubic";

    /// <summary>In the order in which they are listed.</summary>
    public static IReadOnlyList<string> Names { get; } = [Default, "newreno", "bbr"];

    public static void Register(INetStack stack)
    {
        stack.RegisterCongestionControl(Default, static () => new Cubic());
        stack.RegisterCongestionControl("newreno", static () => new NewReno());
        stack.RegisterCongestionControl("bbr", () => new Bbr(stack.Entropy));
    }

    /// <summary>Whether there is one of that name, loaded or not.</summary>
    public static bool IsKnown(INetStack stack, string name) => stack.CongestionControls.Contains(OurName(name));

    /// <summary>Makes one; null when there is none of that name. "reno", Linux's word, is understood.</summary>
    public static ICongestionControl? Create(INetStack stack, string name, out INetModule? owner) =>
        stack.CreateCongestionControl(OurName(name), out owner);

    private static string OurName(string name) => name == "reno" ? "newreno" : name;
}
