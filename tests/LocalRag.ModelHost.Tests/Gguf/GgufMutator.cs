using System.Buffers.Binary;
using System.Text;

namespace LocalRag.ModelHost.Tests.Gguf;

/// <summary>Damages a GGUF file in a way that a seed chooses, so that its header is certainly wrong.</summary>
internal static class GgufMutator
{
    private const string Architecture = "llama";

    /// <summary>Gives a damaged copy and says what was done.</summary>
    public static (byte[] Bytes, string What) Mutate(byte[] valid, int seed)
    {
        var random = new Random(seed);
        var bytes = (byte[])valid.Clone();
        switch (seed % 10)
        {
            case 0:
                var magic = random.Next(4);
                bytes[magic] ^= (byte)(1 << random.Next(8));
                return (bytes, $"magic byte {magic}");
            case 1:
                var version = random.Next(3) switch { 0 => 0u, 1 => 1u, _ => (uint)random.Next(4, int.MaxValue) };
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4), version);
                return (bytes, $"version {version}");
            case 2:
                var tensors = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8));
                return Number(bytes, 8, Different(random, tensors), "tensor count");
            case 3:
                var pairs = BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(16));
                return Number(bytes, 16, Different(random, pairs), "metadata count");
            case 4:
                var length = random.Next(0, bytes.Length - 31);
                return (bytes[..length], $"cut off at {length}");
            case 5:
                return Key(bytes, $"{Architecture}.block_count", 4, random.Next(4) switch { 0 => 513, 1 => uint.MaxValue, 2 => 1 << 20, _ => (uint)random.Next(514, int.MaxValue) });
            case 6:
                var names = new[] { "embedding_length", "context_length", "attention.head_count", "feed_forward_length", "rope.dimension_count" };
                return Key(bytes, $"{Architecture}.{names[random.Next(names.Length)]}", 4, (uint)random.Next(int.MinValue, 0));
            case 7:
                var typed = new[] { "general.architecture", $"{Architecture}.block_count", $"{Architecture}.attention.head_count", "tokenizer.ggml.tokens", $"{Architecture}.attention.layer_norm_rms_epsilon" };
                var key = typed[random.Next(typed.Length)];
                return Type(bytes, key, (uint)random.Next(13, int.MaxValue));
            case 8:
                return Tensor(bytes, random);
            default:
                var array = new[] { "tokenizer.ggml.tokens", "tokenizer.ggml.scores", "tokenizer.ggml.token_type" }[random.Next(3)];
                var at = After(bytes, array) + 8;
                return Number(bytes, at, Different(random, BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(at))), $"length of {array}");
        }
    }

    private static (byte[] Bytes, string What) Tensor(byte[] bytes, Random random)
    {
        // name | rank | dimensions | type | offset
        var name = Encoding.UTF8.GetBytes("blk.1.attn_k.weight");
        var at = bytes.AsSpan().IndexOf(name) + name.Length;
        switch (random.Next(5))
        {
            case 0:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at), (uint)random.Next(5, int.MaxValue));
                return (bytes, "rank");
            case 1:
                return Number(bytes, at + 4, (ulong)random.NextInt64(1L << 40, long.MaxValue), "dimension");
            case 2:
                return Number(bytes, at + 12, 0, "dimension of nothing");
            case 3:
                BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(at + 20), (uint)random.Next(43, int.MaxValue));
                return (bytes, "tensor type");
            default:
                return Number(bytes, at + 24, (ulong)random.NextInt64(1, long.MaxValue) | 1, "offset");
        }
    }

    private static ulong Different(Random random, ulong value)
    {
        var different = random.Next(4) switch
        {
            0 => ulong.MaxValue - (ulong)random.Next(100),
            1 => (ulong)random.NextInt64(1L << 32, long.MaxValue),
            2 => value + (ulong)random.Next(1, 1000),
            _ => (ulong)random.NextInt64((long)value),
        };
        return different;
    }

    private static (byte[] Bytes, string What) Number(byte[] bytes, int at, ulong value, string what)
    {
        BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(at), value);
        return (bytes, $"{what} {value}");
    }

    private static (byte[] Bytes, string What) Key(byte[] bytes, string key, int typeBytes, uint value)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(After(bytes, key) + typeBytes), value);
        return (bytes, $"{key} {value}");
    }

    private static (byte[] Bytes, string What) Type(byte[] bytes, string key, uint type)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(After(bytes, key)), type);
        return (bytes, $"type of {key} {type}");
    }

    /// <summary>Where the type of a key's value stands.</summary>
    private static int After(byte[] bytes, string key)
    {
        var name = Encoding.UTF8.GetBytes(key);
        byte[] whole = [.. BitConverter.GetBytes((ulong)name.Length), .. name];
        return bytes.AsSpan().IndexOf(whole) + whole.Length;
    }
}
