using System.Globalization;

namespace LocalRag.Web;

/// <summary>Says numbers, times and errors as the pages do.</summary>
internal static class Wording
{
    public static string Count(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    public static string Count(long number, string one) => $"{Count(number)} {one}{(number == 1 ? "" : "s")}";

    public static string Seconds(double seconds) => seconds switch
    {
        < 1 => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(1, seconds * 1000):0} ms"),
        < 90 => string.Create(CultureInfo.InvariantCulture, $"{seconds:0.#} s"),
        _ => $"{(int)(seconds / 60)} min {(int)(seconds % 60)} s",
    };

    public static string Age(DateTimeOffset time, DateTimeOffset now) => (now - time) switch
    {
        var age when age < TimeSpan.FromSeconds(45) => "just now",
        var age when age < TimeSpan.FromMinutes(60) => $"{Math.Max(1, (int)age.TotalMinutes)} min ago",
        var age when age < TimeSpan.FromHours(24) => $"{(int)age.TotalHours} h ago",
        var age when age < TimeSpan.FromDays(14) => $"{(int)age.TotalDays} d ago",
        _ => time.ToLocalTime().ToString("d MMM yyyy", CultureInfo.InvariantCulture),
    };

    public static string Commit(string? commit) => commit is { Length: > 10 } ? commit[..10] : commit ?? "";

    /// <summary>An error in words for a page: the folder of indexes, which is of no use there, is left out of the message.</summary>
    public static string Error(KnowledgeBaseException exception, KnowledgeBase knowledgeBase) =>
        exception.Message.Replace(Path.GetDirectoryName(knowledgeBase.IndexPath)! + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
