using Hokku.Parts;

namespace Hokku.Protocols.Tcp;

/// <summary>All connections by their key: a hash table with a secret, since the wire chooses the keys. Grows and shrinks with its content.</summary>
internal sealed class ConnectionTable(SipKey secret)
{
    private const int LeastBuckets = 16;

    private IConnection?[] _buckets = new IConnection?[LeastBuckets];

    // Segments come in trains: most are for the same connection as the one before.
    private IConnection? _lastFound;

    public int Count { get; private set; }

    public IConnection? Find(in ConnectionKey key)
    {
        if (_lastFound is { } last && last.Key.Equals(key))
            return last;
        uint hash = HashOf(key);
        for (var entry = _buckets[hash & (uint)(_buckets.Length - 1)]; entry is not null; entry = entry.TableNext)
        {
            if (entry.TableHash == hash && entry.Key.Equals(key))
                return _lastFound = entry;
        }

        return null;
    }

    /// <summary>Adds a connection whose key is not in the table.</summary>
    public void Add(IConnection connection)
    {
        if (Count >= _buckets.Length)
            Resize(_buckets.Length * 2);
        connection.TableHash = HashOf(connection.Key);
        Link(connection);
        Count++;
    }

    /// <summary>Takes the connection out; nothing happens when it is not in.</summary>
    public bool Remove(IConnection connection)
    {
        _lastFound = null;
        ref var bucket = ref _buckets[connection.TableHash & (uint)(_buckets.Length - 1)];
        IConnection? before = null;
        for (var entry = bucket; entry is not null; before = entry, entry = entry.TableNext)
        {
            if (!ReferenceEquals(entry, connection))
                continue;
            if (before is null)
                bucket = entry.TableNext;
            else
                before.TableNext = entry.TableNext;
            entry.TableNext = null;
            Count--;
            if (Count < _buckets.Length / 8 && _buckets.Length > LeastBuckets)
                Resize(_buckets.Length / 2);
            return true;
        }

        return false;
    }

    private uint HashOf(in ConnectionKey key) => (uint)key.Hash(secret);

    private void Link(IConnection connection)
    {
        ref var bucket = ref _buckets[connection.TableHash & (uint)(_buckets.Length - 1)];
        connection.TableNext = bucket;
        bucket = connection;
    }

    private void Resize(int length)
    {
        var old = _buckets;
        _buckets = new IConnection?[length];
        foreach (var first in old)
        {
            for (var entry = first; entry is not null;)
            {
                var next = entry.TableNext;
                Link(entry);
                entry = next;
            }
        }
    }
}
