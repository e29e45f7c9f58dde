using LocalRag.Answering.Prompts;

namespace LocalRag.Answering;

/// <summary>Reads the citations of a whole text.</summary>
internal static class CitationText
{
    /// <summary>The numbers cited, each once, in the order of their first place.</summary>
    public static IReadOnlyList<int> Numbers(string text)
    {
        var found = new List<int>();
        Scan(text, numbers =>
        {
            found.AddRange(numbers.Except(found));
            return "";
        });
        return found;
    }

    /// <summary>The text without its citations.</summary>
    public static string Remove(string text) => Scan(text, static _ => "");

    private static string Scan(string text, Func<IReadOnlyList<int>, string> render)
    {
        var scanner = new CitationScanner(render);
        return scanner.Push(text) + scanner.Complete();
    }
}
