using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LocalRag.Embedding.Tokenization;

/// <summary>
/// The parts of a <c>tokenizer.json</c> (the Hugging Face tokenizers' format). The vocabulary, which is nearly all of the
/// file, is read in a stream; the small rest as JSON elements.
/// </summary>
internal sealed class TokenizerFile
{
    private TokenizerFile(string path) => Path = path;

    public string Path { get; }

    public JsonElement Normalizer { get; private set; }

    public JsonElement PreTokenizer { get; private set; }

    public JsonElement AddedTokens { get; private set; }

    /// <summary>The model's settings other than its vocabulary and merges.</summary>
    public Dictionary<string, JsonElement> Model { get; } = new(StringComparer.Ordinal);

    /// <summary>The tokens in the file's order, or with a Unigram model, which lists them, in the order of their ids.</summary>
    public List<VocabularyEntry> Vocabulary { get; } = new(32 * 1024);

    /// <summary>The characters of all tokens, one behind the other.</summary>
    public char[] Characters { get; private set; } = new char[256 * 1024];

    /// <summary>The pairs of a BPE model, the first to merge first.</summary>
    public List<(string Left, string Right)> Merges { get; } = [];

    private int Used { get; set; }

    /// <exception cref="KnowledgeBaseException">The file is missing or not what it says.</exception>
    public static TokenizerFile Read(string path, ReadOnlySpan<byte> json)
    {
        var file = new TokenizerFile(path);
        try
        {
            if (json.StartsWith("\uFEFF"u8)) json = json[3..];
            var reader = new Utf8JsonReader(json);
            Expect(ref reader, JsonTokenType.StartObject);
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) file.ReadPart(ref reader);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw ModelFault.In(path, $"cannot be read ({exception.Message})", exception);
        }

        if (file.Vocabulary.Count == 0) throw ModelFault.In(path, "has no `model.vocab`");

        return file;
    }

    public ReadOnlySpan<char> TextOf(VocabularyEntry entry) => Characters.AsSpan(entry.Start, entry.Length);

    /// <summary>A string setting of the model, or null.</summary>
    public string? ModelText(string name) =>
        Model.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>A flag of the model; false where it is missing.</summary>
    public bool ModelFlag(string name) => Model.TryGetValue(name, out var value) && value.ValueKind == JsonValueKind.True;

    private void ReadPart(ref Utf8JsonReader reader)
    {
        var name = reader.GetString();
        reader.Read();
        switch (name)
        {
            case "normalizer":
                Normalizer = JsonElement.ParseValue(ref reader);
                break;
            case "pre_tokenizer":
                PreTokenizer = JsonElement.ParseValue(ref reader);
                break;
            case "added_tokens":
                AddedTokens = JsonElement.ParseValue(ref reader);
                break;
            case "model" when reader.TokenType == JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName) ReadModelPart(ref reader);
                break;
            default:
                reader.Skip();
                break;
        }
    }

    // Compiled once and in full: it runs once, over nearly all of the file.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadModelPart(ref Utf8JsonReader reader)
    {
        var name = reader.GetString()!;
        reader.Read();
        switch (name)
        {
            case "vocab" when reader.TokenType == JsonTokenType.StartObject:
                while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
                {
                    var (start, length) = CopyText(ref reader);
                    reader.Read();
                    Vocabulary.Add(new VocabularyEntry(start, length, reader.GetInt32(), 0));
                }

                break;
            case "vocab" when reader.TokenType == JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType == JsonTokenType.StartArray) ReadScoredToken(ref reader);
                break;
            case "merges" when reader.TokenType == JsonTokenType.StartArray:
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray) ReadMerge(ref reader);
                break;
            default:
                Model[name] = JsonElement.ParseValue(ref reader);
                break;
        }
    }

    private void ReadScoredToken(ref Utf8JsonReader reader)
    {
        Expect(ref reader, JsonTokenType.String);
        var (start, length) = CopyText(ref reader);
        Expect(ref reader, JsonTokenType.Number);
        Vocabulary.Add(new VocabularyEntry(start, length, Vocabulary.Count, reader.GetDouble()));
        Expect(ref reader, JsonTokenType.EndArray);
    }

    /// <summary>A merge is a pair, or in older files one text with a space between the two.</summary>
    private void ReadMerge(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.StartArray)
        {
            Expect(ref reader, JsonTokenType.String);
            var left = reader.GetString()!;
            Expect(ref reader, JsonTokenType.String);
            Merges.Add((left, reader.GetString()!));
            Expect(ref reader, JsonTokenType.EndArray);
            return;
        }

        var text = reader.GetString() ?? "";
        var space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0) throw new FormatException($"the merge `{text}` is no pair");

        Merges.Add((text[..space], text[(space + 1)..]));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private (int Start, int Length) CopyText(ref Utf8JsonReader reader)
    {
        if (Characters.Length - Used < reader.ValueSpan.Length)
        {
            var larger = new char[Math.Max(Characters.Length * 2, Used + reader.ValueSpan.Length)];
            Characters.AsSpan(0, Used).CopyTo(larger);
            Characters = larger;
        }

        var start = Used;
        var length = reader.CopyString(Characters.AsSpan(start));
        Used += length;
        return (start, length);
    }

    private static void Expect(ref Utf8JsonReader reader, JsonTokenType type)
    {
        if (!reader.Read() || reader.TokenType != type) throw new FormatException($"expected {type} and found {reader.TokenType} at byte {reader.TokenStartIndex}");
    }
}
