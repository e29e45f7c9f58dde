using System.Text;

namespace LocalRag.ModelHost.Inference;

/// <summary>Joins the bytes of tokens to text: a character that several tokens make up comes out whole, with the last of them.</summary>
internal sealed class Utf8Pieces
{
    private readonly Decoder decoder = Encoding.UTF8.GetDecoder();

    /// <summary>The text that is complete with these bytes.</summary>
    public string Add(ReadOnlySpan<byte> bytes) => Decode(bytes, flush: false);

    /// <summary>What is left at the end; half a character becomes U+FFFD.</summary>
    public string End() => Decode([], flush: true);

    private string Decode(ReadOnlySpan<byte> bytes, bool flush)
    {
        Span<char> characters = stackalloc char[512];
        if (bytes.Length > 500)
            characters = new char[bytes.Length + 8];
        return new string(characters[..decoder.GetChars(bytes, characters, flush)]);
    }
}
