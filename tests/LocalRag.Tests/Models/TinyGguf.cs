using System.Text;

namespace LocalRag.Tests.Models;

/// <summary>The smallest files that are GGUF: a header without tensors, with a long value in it where a test wants a longer file.</summary>
internal static class TinyGguf
{
    public static byte[] Bytes(int padding = 0, int seed = 1, params (string Key, string Value)[] texts)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true))
        {
            (string Key, string Value)[] all = [("general.architecture", "llama"), .. texts];
            writer.Write("GGUF"u8);
            writer.Write(3u);
            writer.Write(0ul);
            writer.Write((ulong)all.Length + (padding > 0 ? 1ul : 0));
            foreach (var (key, value) in all)
            {
                Text(writer, key);
                writer.Write(8u);
                Text(writer, value);
            }

            if (padding > 0)
            {
                // An array of bytes: what stands behind the header belongs to no tensor and is refused.
                Text(writer, "test.padding");
                writer.Write(9u);
                writer.Write(0u);
                writer.Write((ulong)padding);
                var rest = new byte[padding];
                new Random(seed).NextBytes(rest);
                writer.Write(rest);
            }
        }

        return stream.ToArray();
    }

    private static void Text(BinaryWriter writer, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }
}
