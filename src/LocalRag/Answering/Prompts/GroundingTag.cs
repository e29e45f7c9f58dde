using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalRag.Answering.Prompts;

/// <summary>
/// A tag of Cohere's grounded answers: <c>&lt;co: 2,1&gt;</c> and <c>&lt;/co: 2,1&gt;</c> of Command R, <c>&lt;co&gt;</c> and
/// <c>&lt;/co: 0:[1,2],1:[0]&gt;</c> of Command R7B and Command A.
/// </summary>
/// <param name="Length">Characters that the tag takes.</param>
/// <param name="Documents">The documents that it names, from 0.</param>
internal readonly partial record struct GroundingTag(int Length, bool Closes, IReadOnlyList<int> Documents)
{
    private const int LongestTag = 120;

    /// <summary>True where a text begins like a tag whose end has not come.</summary>
    public static bool IsIncomplete(ReadOnlySpan<char> text) => text.Length < LongestTag && Beginning().IsMatch(text);

    /// <summary>Reads the tag that a text begins with.</summary>
    public static bool TryRead(string text, out GroundingTag tag)
    {
        var match = Whole().Match(text);
        tag = match.Success
            ? new GroundingTag(match.Length, match.Groups["slash"].Length > 0, Parse(match.Groups["ids"].Value))
            : default;
        return match.Success;
    }

    /// <summary>The citation that stands behind the cited words: documents are counted from 0, sources from 1.</summary>
    /// <param name="cited">The documents of the closing tag, or of the opening one where the closing tag names none.</param>
    public static string Render(IEnumerable<int> cited, int sources)
    {
        var numbers = string.Concat(cited.Where(document => document < sources).Distinct().Select(document => $"[{document + 1}]"));
        return numbers.Length > 0 ? " " + numbers : "";
    }

    private static List<int> Parse(string ids)
    {
        var documents = new List<int>();
        if (ids.Contains('[', StringComparison.Ordinal))
        {
            // Tool call 0 is the one that the prompt injected; another is none of ours.
            foreach (Match call in ToolCall().Matches(ids))
                if (call.Groups["call"].Value == "0") Add(call.Groups["ids"].Value);
        }
        else
        {
            Add(ids);
        }

        return documents;

        void Add(string list)
        {
            foreach (var part in list.Split([',', ' '], StringSplitOptions.RemoveEmptyEntries))
                if (int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var document)) documents.Add(document);
        }
    }

    [GeneratedRegex(@"^<(?:/?(?:c(?:o(?::?[\d,: \[\]]*)?)?)?)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Beginning();

    [GeneratedRegex(@"^<(?<slash>/?)co(?::(?<ids>[\d,: \[\]]*))?>", RegexOptions.CultureInvariant)]
    private static partial Regex Whole();

    [GeneratedRegex(@"(?<call>\d+):\[(?<ids>[\d, ]*)\]", RegexOptions.CultureInvariant)]
    private static partial Regex ToolCall();
}
