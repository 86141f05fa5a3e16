using System.Globalization;
using System.Net;
using Hokku.Network;

namespace Hokku.Cli.Commands;

/// <summary>What ifconfig's words ask for, read whole before anything is changed, so that a wrong word changes nothing.</summary>
internal sealed class InterfaceChange
{
    private readonly string _name;
    private readonly List<Action<NetworkRoster>> _changes = [];
    private IPAddress? _address;
    private int? _prefixLength;
    private IPAddress? _broadcast;
    private InterfaceState.Flag _set;
    private InterfaceState.Flag _clear;

    private InterfaceChange(string name) => _name = name;

    /// <exception cref="UserException">A word or value is wrong: which, and what would be right.</exception>
    public static InterfaceChange Parse(string[] words)
    {
        var change = new InterfaceChange(words[0]);
        int next = 1;
        if (next < words.Length && words[next] == "inet")
            next++;
        if (next < words.Length && char.IsAsciiDigit(words[next][0]))
            change.ParseAddress(words, ref next);
        while (next < words.Length)
            change.ParseWord(words, ref next);
        return change;
    }

    /// <summary>Does it: address first, then values, then flags.</summary>
    public void Apply(NetworkRoster roster)
    {
        var present = roster.Interfaces().FirstOrDefault(each => each.Name == _name);
        bool isNewAddress = _address is not null && present?.Addresses.Any(each => each.Address.Equals(_address)) != true;
        if (isNewAddress || present is null)
            roster.AddAddress(_name, _address, _prefixLength, _broadcast);
        try
        {
            Change(roster);
        }
        catch (RosterException)
        {
            // What is refused leaves nothing half-configured.
            if (present is null)
                roster.RemoveInterface(_name);
            else if (isNewAddress)
                roster.RemoveAddress(_name, _address!);
            throw;
        }
    }

    /// <summary>Removes the address that was given, or the interface.</summary>
    public void Delete(NetworkRoster roster)
    {
        if (_address is null)
            roster.RemoveInterface(_name);
        else
            roster.RemoveAddress(_name, _address);
    }

    private void Change(NetworkRoster roster)
    {
        foreach (var change in _changes)
            change(roster);
        // As in Haiku, an interface that gets an address goes up unless told otherwise.
        if (_address is not null && (_clear & InterfaceState.Flag.Up) == 0)
            _set |= InterfaceState.Flag.Up;
        if (_set != 0 || _clear != 0)
            roster.ChangeFlags(_name, _set, _clear);
    }

    private void ParseAddress(string[] words, ref int next)
    {
        var parts = words[next++].Split('/');
        _address = AddressText.Parse(parts[0], "ifconfig");
        if (parts.Length > 1)
            _prefixLength = Number(parts[1], "prefix length", 0, 32);
        else if (next < words.Length && char.IsAsciiDigit(words[next][0]))
            _prefixLength = PrefixOf(words[next++]);
    }

    private void ParseWord(string[] words, ref int next)
    {
        string word = words[next++];
        switch (word)
        {
            case "netmask" or "nm":
                _prefixLength = PrefixOf(Value(words, ref next, word));
                SetMaskUnlessNew();
                break;
            case "prefixlen" or "plen" or "prefix-length":
                _prefixLength = Number(Value(words, ref next, word), word, 0, 32);
                SetMaskUnlessNew();
                break;
            case "broadcast" or "bc":
                _broadcast = AddressText.Parse(Value(words, ref next, word), word);
                var broadcast = _broadcast;
                if (_address is null)
                    _changes.Add(roster => roster.SetBroadcast(_name, broadcast));
                break;
            case "peer":
                var peer = AddressText.Parse(Value(words, ref next, word), word);
                _changes.Add(roster => roster.SetPeer(_name, peer));
                break;
            case "mtu":
                int mtu = Number(Value(words, ref next, word), word, 68, 65536);
                _changes.Add(roster => roster.SetMtu(_name, mtu));
                break;
            case "metric":
                int metric = Number(Value(words, ref next, word), word, 0, int.MaxValue);
                _changes.Add(roster => roster.SetMetric(_name, metric));
                break;
            case "offload":
                bool offload = Value(words, ref next, word) is var choice && choice is "on" or "off"
                    ? choice == "on"
                    : throw new UserException($"ifconfig offload: '{choice}' is neither on nor off.", 2);
                _changes.Add(roster => roster.SetOffload(_name, offload));
                break;
            case "media":
                int media = Number(Value(words, ref next, word), word, 0, int.MaxValue);
                _changes.Add(roster => roster.SetMedia(_name, media));
                break;
            default:
                ParseFlag(word);
                break;
        }
    }

    private void ParseFlag(string word)
    {
        bool clear = word.StartsWith('-');
        var flag = word.TrimStart('-') switch
        {
            "up" => InterfaceState.Flag.Up,
            "down" => InterfaceState.Flag.Up,
            "promisc" => InterfaceState.Flag.Promiscuous,
            "allmulti" => InterfaceState.Flag.AllMulticast,
            "bcast" => InterfaceState.Flag.Broadcast,
            "noarp" => InterfaceState.Flag.NoArp,
            "loopback" => InterfaceState.Flag.Loopback,
            _ => throw new UserException(
                $"ifconfig does not know '{word}'; it knows netmask, prefixlen, broadcast, peer, mtu, metric, media, offload, each with a value, and up, down, [-]promisc, [-]allmulti, [-]bcast, [-]noarp.", 2),
        };
        if (clear || word == "down")
            _clear |= flag;
        else
            _set |= flag;
    }

    private void SetMaskUnlessNew()
    {
        if (_address is not null)
            return;
        var mask = IPAddress.Parse(Wire.Addresses.IPv4Address.Mask(_prefixLength!.Value).ToString());
        _changes.Add(roster => roster.SetMask(_name, mask));
    }

    private static string Value(string[] words, ref int next, string word) =>
        next < words.Length ? words[next++] : throw new UserException($"ifconfig {word} needs a value behind it.", 2);

    private static int PrefixOf(string mask)
    {
        if (Wire.Addresses.IPv4Address.TryParse(mask, out var address) && address.PrefixLength >= 0)
            return address.PrefixLength;
        throw new UserException($"'{mask}' is not a mask; ones and then zeros are needed, such as 255.255.255.0.", 2);
    }

    private static int Number(string text, string what, int minimum, int maximum) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= minimum && number <= maximum
            ? number
            : throw new UserException($"ifconfig {what}: '{text}' is not a number from {minimum} to {maximum}.", 2);
}
