using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalRag.Models.Store;

/// <summary>The name of one part of a model that is split into files: <c>model-00001-of-00003</c>.</summary>
internal sealed partial record SplitName(string Model, int Part, int Count)
{
    /// <summary>Reads a name without extension; null where it is no part of several.</summary>
    public static SplitName? Of(string name)
    {
        var match = Pattern().Match(name);
        return match.Success
            ? new SplitName(match.Groups[1].Value, int.Parse(match.Groups[2].ValueSpan, CultureInfo.InvariantCulture), int.Parse(match.Groups[3].ValueSpan, CultureInfo.InvariantCulture))
            : null;
    }

    [GeneratedRegex(@"^(.+)-(\d{5})-of-(\d{5})$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
