using System.Globalization;
using System.Text.RegularExpressions;

namespace LocalRag.Answering.Verification;

/// <summary>Reads numbers with their units, in digits and in words.</summary>
internal static partial class Quantities
{
    private static readonly Dictionary<string, double> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["zero"] = 0, ["two"] = 2, ["three"] = 3, ["four"] = 4, ["five"] = 5, ["six"] = 6, ["seven"] = 7, ["eight"] = 8, ["nine"] = 9, ["ten"] = 10,
        ["eleven"] = 11, ["twelve"] = 12, ["fifteen"] = 15, ["sixteen"] = 16, ["twenty"] = 20, ["thirty"] = 30, ["forty"] = 40, ["fifty"] = 50,
        ["sixty"] = 60, ["ninety"] = 90, ["hundred"] = 100, ["thousand"] = 1000, ["million"] = 1e6, ["billion"] = 1e9, ["twice"] = 2, ["half"] = 0.5,
    };

    /// <summary>Factors that a unit may mean; the number as it stands is always one of its meanings.</summary>
    private static readonly Dictionary<string, double[]> Units = new(StringComparer.OrdinalIgnoreCase)
    {
        ["k"] = [1e3, 1024], ["m"] = [1e6], ["b"] = [1e9], ["g"] = [1e9], ["thousand"] = [1e3], ["million"] = [1e6], ["billion"] = [1e9],
        ["kb"] = [1e3, 1024], ["kib"] = [1024], ["mb"] = [1e6, 1 << 20], ["mib"] = [1 << 20], ["gb"] = [1e9, 1 << 30], ["gib"] = [1 << 30],
        ["%"] = [0.01], ["percent"] = [0.01], ["ms"] = [0.001], ["millisecond"] = [0.001], ["milliseconds"] = [0.001], ["s"] = [1000],
        ["second"] = [1000], ["seconds"] = [1000], ["minute"] = [60, 60_000], ["minutes"] = [60, 60_000], ["hour"] = [60, 3600, 3_600_000],
        ["hours"] = [60, 3600, 3_600_000], ["day"] = [24, 86_400], ["days"] = [24, 86_400],
    };

    /// <summary>Finds the numbers of a text: where each stands, and every value that it may mean.</summary>
    public static List<(int Start, string Text, List<double> Values)> Read(string text)
    {
        var quantities = new List<(int Start, string Text, List<double> Values)>();
        foreach (Match match in Pattern().Matches(text))
        {
            var word = match.Groups["word"];
            if (word.Success)
            {
                if (Words.TryGetValue(word.Value, out var value)) quantities.Add((match.Index, match.Value, [value]));
                continue;
            }

            // Digits behind letters are a name's (md5, Int32), unless they are too many: tables are often run together.
            var digits = match.Groups["digits"].Value;
            if (match.Index > 0 && (char.IsLetter(text[match.Index - 1]) || text[match.Index - 1] == '_') && digits.Length < 3) continue;

            quantities.Add((match.Index, match.Value.Trim(), Meanings(digits, match.Groups["unit"].Value)));
        }

        AddProducts(text, quantities);
        return quantities;
    }

    public static bool Same(double left, double right) => Math.Abs(left - right) <= 1e-9 * Math.Max(1, Math.Max(Math.Abs(left), Math.Abs(right)));

    private static List<double> Meanings(string digits, string unit)
    {
        // A date or a version of three parts is compared as text: its hash stands for it, far from any number that a text would hold.
        if (!double.TryParse(digits.Replace(",", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value))
            return [-1 - (double)(uint)string.GetHashCode(digits, StringComparison.Ordinal)];

        List<double> values = [value];
        if (Units.TryGetValue(unit, out var factors)) values.AddRange(factors.Select(factor => value * factor));
        return values;
    }

    /// <summary>Code writes <c>10 * 1024 * 1024</c> and <c>1 &lt;&lt; 20</c> for what prose calls 10 MB and 1 MB.</summary>
    private static void AddProducts(string text, List<(int Start, string Text, List<double> Values)> quantities)
    {
        foreach (Match match in ProductPattern().Matches(text))
        {
            var factors = match.Groups["factor"].Captures.Select(static factor => double.Parse(factor.Value.Replace("_", "", StringComparison.Ordinal), CultureInfo.InvariantCulture)).ToArray();
            var value = match.Groups["shift"].Success ? factors[0] * Math.Pow(2, Math.Min(factors[1], 62)) : factors.Aggregate(1.0, static (product, factor) => product * factor);
            quantities.Add((match.Index, match.Value, [value]));
        }
    }

    [GeneratedRegex(@"(?<![\d.])(?<digits>\d{4}-\d{2}-\d{2}|\d+(?:\.\d+){2,}|\d{1,3}(?:[,_]\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?:\s?(?<unit>%|[KMGT]i?B\b|[KMGB]\b|ms\b|(?:milli)?seconds?\b|minutes?\b|hours?\b|days?\b|percent\b|thousand\b|million\b|billion\b))?|\b(?<word>[a-z]{3,8})\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, 2000)]
    private static partial Regex Pattern();

    [GeneratedRegex(@"(?<![\w.])(?<factor>\d[\d_]*)(?:(?:\s*\*\s*(?<factor>\d[\d_]*))+|\s*(?<shift><<)\s*(?<factor>\d+))(?![\w.])", RegexOptions.CultureInvariant, 2000)]
    private static partial Regex ProductPattern();
}
