using System.Globalization;

namespace LocalRag.Embedding;

/// <summary>
/// Everything that decides a vector's value. Two vectors can be compared where their fingerprints are equal;
/// an index stores the text form and is rebuilt, or refused, when it differs.
/// </summary>
/// <param name="Model">The model's name, for people.</param>
/// <param name="FilesHash">SHA-256 over the model's files, tokenizer included, in lower-case hexadecimal.</param>
/// <param name="Dimensions">The number of elements of a vector.</param>
/// <param name="Pooling">How token vectors become one: <c>mean</c>, <c>cls</c>, <c>last</c>.</param>
/// <param name="Normalized">True where vectors have unit length.</param>
/// <param name="QueryPrefix">What is put before a query.</param>
/// <param name="DocumentPrefix">What is put before a document.</param>
public sealed record EmbeddingFingerprint(
    string Model, string FilesHash, int Dimensions, string Pooling, bool Normalized, string QueryPrefix = "", string DocumentPrefix = "")
{
    /// <summary>The version of the text form and of LocalRag's own part in making vectors: raise it when equal inputs get other vectors.</summary>
    private const string Version = "1";

    /// <summary>The stable form that an index stores: fields in fixed order, escaped as in a query string.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"v={Version}&model={Escape(Model)}&sha256={Escape(FilesHash)}&dimensions={Dimensions}&pooling={Escape(Pooling)}&normalized={(Normalized ? 1 : 0)}&query={Escape(QueryPrefix)}&document={Escape(DocumentPrefix)}");

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="FormatException"><paramref name="text"/> is no fingerprint of this version.</exception>
    public static EmbeddingFingerprint Parse(string text)
    {
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in text.Split('&'))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || !fields.TryAdd(part[..equals], Uri.UnescapeDataString(part[(equals + 1)..]))) throw Malformed(text);
        }

        if (fields.GetValueOrDefault("v") != Version
            || !int.TryParse(fields.GetValueOrDefault("dimensions"), NumberStyles.None, CultureInfo.InvariantCulture, out var dimensions)
            || fields.GetValueOrDefault("normalized") is not ("0" or "1")
            || !fields.TryGetValue("model", out var model) || !fields.TryGetValue("sha256", out var hash) || !fields.TryGetValue("pooling", out var pooling)
            || !fields.TryGetValue("query", out var query) || !fields.TryGetValue("document", out var document))
        {
            throw Malformed(text);
        }

        return new EmbeddingFingerprint(model, hash, dimensions, pooling, fields["normalized"] == "1", query, document);
    }

    private static string Escape(string value) => Uri.EscapeDataString(value);

    private static FormatException Malformed(string text) => new($"`{text}` is no embedding fingerprint of version {Version}.");
}
