using System.Text.Json;

namespace LocalRag.Chunking;

/// <summary>Reads one line of what <c>ast-grep scan --json=stream</c> prints. Offsets are bytes of the file.</summary>
/// <param name="File">The file's path as ast-grep was given it.</param>
/// <param name="RuleId">The rule that matched.</param>
/// <param name="Start">The offset of the match's first byte.</param>
/// <param name="End">The offset behind its last.</param>
/// <param name="Name">What <c>$NAME</c> captured, or empty.</param>
/// <param name="NameStart">The offset of that, or <paramref name="Start"/>.</param>
internal readonly record struct AstGrepOutput(string File, string RuleId, int Start, int End, string Name, int NameStart)
{
    /// <exception cref="JsonException">The line is no match.</exception>
    public static AstGrepOutput Parse(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        string file = "", rule = "", name = "";
        int start = -1, end = -1, nameStart = -1;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName || reader.CurrentDepth != 1) continue;
            if (reader.ValueTextEquals("file"u8)) file = ReadString(ref reader);
            else if (reader.ValueTextEquals("ruleId"u8)) rule = ReadString(ref reader);
            else if (reader.ValueTextEquals("range"u8)) (start, end) = ReadBytes(ref reader);
            else if (reader.ValueTextEquals("metaVariables"u8)) (name, nameStart) = ReadName(ref reader);
            else reader.Skip();
        }

        if (file.Length == 0 || rule.Length == 0 || start < 0 || end < start) throw new JsonException("A line of ast-grep's output is no match.");
        return new(file, rule, start, end, name, nameStart < 0 ? start : nameStart);
    }

    private static string ReadString(ref Utf8JsonReader reader)
    {
        reader.Read();
        return reader.GetString() ?? "";
    }

    private static (int Start, int End) ReadBytes(ref Utf8JsonReader reader)
    {
        var (start, end) = (-1, -1);
        reader.Read();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            if (!reader.ValueTextEquals("byteOffset"u8))
            {
                reader.Skip();
                continue;
            }

            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var first = reader.ValueTextEquals("start"u8);
                reader.Read();
                if (first) start = reader.GetInt32();
                else end = reader.GetInt32();
            }
        }

        return (start, end);
    }

    // metaVariables: { single: { NAME: { text, range } }, … }
    private static (string Name, int Start) ReadName(ref Utf8JsonReader reader)
    {
        var (name, start) = ("", -1);
        reader.Read();
        var depth = reader.CurrentDepth;
        while (reader.Read() && reader.CurrentDepth > depth)
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            switch (reader.CurrentDepth - depth)
            {
                case 1 when reader.ValueTextEquals("single"u8):
                case 2 when reader.ValueTextEquals("NAME"u8):
                    break;
                case 3 when reader.ValueTextEquals("text"u8):
                    name = ReadString(ref reader);
                    break;
                case 3 when reader.ValueTextEquals("range"u8):
                    start = ReadBytes(ref reader).Start;
                    break;
                default:
                    reader.Skip();
                    break;
            }
        }

        return (name, start);
    }
}
