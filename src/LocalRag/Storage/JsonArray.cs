using System.Text;
using System.Text.Json;

namespace LocalRag.Storage;

/// <summary>Hands a list of texts to a statement: SQLite's <c>json_each</c> makes rows of it, whatever characters it holds.</summary>
internal static class JsonArray
{
    public static string Of(IEnumerable<string> values)
    {
        var json = new StringBuilder("[");
        foreach (var value in values) json.Append(json.Length > 1 ? "," : "").Append('"').Append(JsonEncodedText.Encode(value)).Append('"');
        return json.Append(']').ToString();
    }
}
