using System.Runtime.InteropServices;
using CsCheck;
using Hokku.Buffers;
using Hokku.Wire;
using Xunit;

namespace Hokku.Tests.Buffers;

/// <summary>All operations against a plain byte array: a few buffers, many of them clones of each other, that must never see each other's writes.</summary>
public sealed class NetBufferModelTests
{
    private const int Buffers = 4;

    [Fact]
    public void Any_sequence_of_operations_leaves_what_a_byte_array_would_hold() =>
        Gen.Select(Gen.Int[0, Model.Operations - 1], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20], Gen.Int[0, 1 << 20]).List[1, 80]
            .Sample(Run, iter: 2000);

    private static void Run(List<(int Operation, int A, int B, int C)> steps)
    {
        using var pool = new BufferPool(new BufferPoolOptions { Debug = true, MaximumOctets = 2 << 20 });
        using var second = new BufferPool(new BufferPoolOptions { Debug = true, MaximumOctets = 2 << 20 });
        using var model = new Model(pool, second, Buffers);
        foreach (var (operation, a, b, c) in steps)
        {
            model.Do(operation, a, b, c);
            model.Check();
        }
        model.Dispose();
        pool.AssertBalanced();
        second.AssertBalanced();
    }

    private sealed unsafe class Model : IDisposable
    {
        public const int Operations = 22;

        private readonly BufferPool _pool;
        private readonly BufferPool _second;
        private readonly NetBuffer?[] _buffers;
        private readonly List<byte>[] _models;
        private readonly List<byte>?[] _stored;
        private readonly Foreign _foreign = new();
        private byte _next;

        public Model(BufferPool pool, BufferPool second, int count)
        {
            _pool = pool;
            _second = second;
            _buffers = new NetBuffer[count];
            _models = new List<byte>[count];
            _stored = new List<byte>[count];
            for (var i = 0; i < count; i++)
                Renew(i, i * 50);
        }

        public void Dispose()
        {
            foreach (ref var buffer in _buffers.AsSpan())
            {
                buffer?.Free();
                buffer = null;
            }
            Assert.Equal(0, _foreign.Held);
        }

        public void Check()
        {
            for (var i = 0; i < _buffers.Length; i++)
            {
                var buffer = _buffers[i]!;
                var content = NetBufferTests.Content(buffer);
                var expected = CollectionsMarshal.AsSpan(_models[i]);
                if (!expected.SequenceEqual(content))
                    Assert.Fail($"Buffer {i} differs at octet {expected.CommonPrefixLength(content)}; sizes {expected.Length} and {content.Length}.");
                Assert.Equal(_stored[i]?.Count ?? 0, buffer.StoredHeaderLength);
                if (_stored[i] is { } stored)
                {
                    var header = new byte[stored.Count];
                    Assert.True(buffer.TryRestoreHeader(0, header));
                    Assert.True(CollectionsMarshal.AsSpan(stored).SequenceEqual(header), "The stored header differs.");
                }
            }
        }

        public void Do(int operation, int a, int b, int c)
        {
            var i = a % Buffers;
            var j = (i + 1 + b % (Buffers - 1)) % Buffers;
            if (operation < 11)
                DoOne(operation, i, _buffers[i]!, _models[i], a / Buffers, b, c);
            else
                DoTwo(operation, i, j, a / Buffers, c);
        }

        private void DoOne(int operation, int i, NetBuffer buffer, List<byte> model, int a, int b, int c)
        {
            var size = a % 4 == 0 ? b % 5000 : b % 300;
            var offset = c % (model.Count + 1);
            var part = b % (model.Count - offset + 1);
            switch (operation)
            {
                case 0:
                    Append(buffer, model, Octets(size), a);
                    break;
                case 1:
                    Prepend(buffer, model, Octets(size % 3000), a);
                    _stored[i] = null;
                    break;
                case 2:
                    var inserted = Octets(size);
                    if (offset == 0)
                        _stored[i] = null;
                    Assert.True(buffer.TryInsert(offset, inserted));
                    model.InsertRange(offset, inserted);
                    break;
                case 3:
                    if (offset == 0)
                        _stored[i]?.AddRange(model[..part]);
                    buffer.Remove(offset, part);
                    model.RemoveRange(offset, part);
                    break;
                case 4:
                    part = b % (model.Count + 1) % (1 + c % 200);
                    _stored[i]?.AddRange(model[..part]);
                    buffer.RemoveHeader(part);
                    model.RemoveRange(0, part);
                    break;
                case 5:
                    buffer.Trim(offset);
                    model.RemoveRange(offset, model.Count - offset);
                    break;
                case 6:
                    var written = Octets(part);
                    Assert.True(buffer.TryWrite(offset, written));
                    for (var at = 0; at < part; at++)
                        model[offset + at] = written[at];
                    break;
                case 7:
                    Assert.Equal(part == 0 ? 0u : InternetChecksum.Sum(model.ToArray().AsSpan(offset, part)), buffer.Sum(offset, part));
                    Assert.Equal(InternetChecksum.Sum(model.ToArray()), buffer.Sum(0, model.Count));
                    break;
                case 8:
                    Look(buffer, model, offset, part);
                    break;
                case 9:
                    buffer.StoreHeader();
                    _stored[i] = [];
                    break;
                default:
                    Receive(buffer, model, 1 + size, a % (size + 2));
                    break;
            }
        }

        private void DoTwo(int operation, int i, int j, int a, int c)
        {
            var from = _buffers[i]!;
            var offset = c % (from.Size + 1);
            var part = a % (from.Size - offset + 1);
            switch (operation)
            {
                case 11 or 12:
                    Replace(j, from.Clone()!, [.. _models[i]]);
                    _stored[j] = _stored[i] is { } stored ? [.. stored] : null;
                    break;
                case 13:
                    Replace(j, from.Duplicate(a % 2 == 0 ? _second : null)!, [.. _models[i]]);
                    break;
                case 14:
                    Replace(j, from.Split(offset)!, _models[i][..offset]);
                    _models[i].RemoveRange(0, offset);
                    _stored[i] = null;
                    break;
                case 15:
                    _buffers[j]!.Append(from);
                    _models[j].AddRange(_models[i]);
                    _buffers[i] = null;
                    Renew(i, a % 200);
                    break;
                case 16:
                    _buffers[j]!.Prepend(from);
                    _models[j].InsertRange(0, _models[i]);
                    _stored[j] = null;
                    _buffers[i] = null;
                    Renew(i, a % 200);
                    break;
                case 17 or 18:
                    _buffers[j]!.AppendCloned(from, offset, part);
                    _models[j].AddRange(_models[i].GetRange(offset, part));
                    break;
                case 19:
                    var quoted = a % (from.StoredHeaderLength + 1);
                    Assert.True(from.TryAppendRestoredHeader(_buffers[j]!, from.StoredHeaderLength - quoted, quoted));
                    _models[j].AddRange(_stored[i] is { } header ? header[^quoted..] : []);
                    break;
                case 20:
                    var memory = _foreign.Make(Octets(1 + a % (c % 3 == 0 ? 6000 : 200)));
                    Assert.True(from.TryAssociate((nint)memory.Pointer, memory.Octets.Length, _foreign, (nint)memory.Pointer));
                    _models[i].AddRange(memory.Octets);
                    break;
                default:
                    Renew(i, a % 2049);
                    break;
            }
            Bound(i);
            Bound(j);
        }

        private static void Append(NetBuffer buffer, List<byte> model, byte[] octets, int how)
        {
            if (how % 3 == 0 && octets.Length is > 0 and <= BufferPool.ChunkSize)
            {
                Assert.True(buffer.TryAppend(octets.Length, out var span));
                octets.CopyTo(span);
            }
            else if (how % 3 == 1)
            {
                Assert.True(buffer.TryAppendAndSum(octets));
            }
            else
            {
                Assert.True(buffer.TryAppend(octets));
            }
            model.AddRange(octets);
        }

        private static void Prepend(NetBuffer buffer, List<byte> model, byte[] octets, int how)
        {
            if (how % 2 == 0 && octets.Length is > 0 and <= BufferPool.ChunkSize)
            {
                Assert.True(buffer.TryPrepend(octets.Length, out var span));
                octets.CopyTo(span);
            }
            else
            {
                Assert.True(buffer.TryPrepend(octets));
            }
            model.InsertRange(0, octets);
        }

        private void Look(NetBuffer buffer, List<byte> model, int offset, int part)
        {
            var size = Math.Min(part, 60);
            var expected = model.GetRange(offset, size).ToArray();
            if (offset + size <= BufferPool.ChunkSize)
            {
                Assert.True(buffer.TryPeek(offset, size, out var octets));
                Assert.Equal(expected, octets.ToArray());
            }
            if (buffer.TryDirectAccess(offset, size, out var writable))
            {
                Assert.Equal(expected, writable.ToArray());
                for (var at = 0; at < size; at++)
                    model[offset + at] = writable[at] = _next++;
            }
            Assert.Equal(buffer.CountVectors(), buffer.GetVectors(new IoVector[buffer.CountVectors()]));
        }

        private void Receive(NetBuffer buffer, List<byte> model, int prepared, int received)
        {
            Span<IoVector> vectors = new IoVector[4];
            var count = buffer.PrepareReceive(prepared, vectors);
            Assert.NotEqual(0, count);
            received = Math.Min(received, prepared);
            var octets = Octets(received);
            var at = 0;
            foreach (var vector in vectors[..count])
            {
                var part = (int)Math.Min((nuint)(received - at), vector.Length);
                octets.AsSpan(at, part).CopyTo(new Span<byte>((void*)vector.Base, part));
                at += part;
            }
            Assert.Equal(received, at);
            buffer.CommitReceive(received);
            model.AddRange(octets);
        }

        private void Replace(int i, NetBuffer buffer, List<byte> model)
        {
            _buffers[i]!.Free();
            _buffers[i] = buffer;
            _models[i] = model;
            _stored[i] = null;
        }

        private void Renew(int i, int headRoom)
        {
            _buffers[i]?.Free();
            _buffers[i] = (i % 2 == 0 ? _pool : _second).Create(headRoom)!;
            _models[i] = [];
            _stored[i] = null;
        }

        private void Bound(int i)
        {
            if (_models[i].Count > 20_000)
                Renew(i, 128);
        }

        private byte[] Octets(int count)
        {
            var octets = new byte[count];
            foreach (ref var octet in octets.AsSpan())
                octet = _next++;
            _next += 3;
            return octets;
        }
    }

    private sealed unsafe class Foreign : IForeignMemory
    {
        public int Held { get; private set; }

        public (byte[] Octets, nint Pointer) Make(byte[] octets)
        {
            var memory = Marshal.AllocHGlobal(octets.Length);
            octets.CopyTo(new Span<byte>((void*)memory, octets.Length));
            Held++;
            return (octets, memory);
        }

        public void Release(nint cookie)
        {
            Marshal.FreeHGlobal(cookie);
            Held--;
        }
    }
}
