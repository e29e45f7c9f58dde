using System.Globalization;

namespace LocalRag.Cli.Output;

/// <summary>Numbers as people read them.</summary>
internal static class Amounts
{
    public static string Count(long count) => count.ToString("#,0", CultureInfo.InvariantCulture);

    public static string Duration(TimeSpan time) => time switch
    {
        { TotalSeconds: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(time.TotalSeconds):0} s"),
        { TotalMinutes: < 60 } => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes} min"),
    };

    public static string Ago(TimeSpan time) => time switch
    {
        { TotalMinutes: < 1 } => "just now",
        { TotalHours: < 1 } => $"{(int)time.TotalMinutes} min ago",
        { TotalDays: < 1 } => $"{(int)time.TotalHours} h ago",
        { TotalDays: < 2 } => "yesterday",
        _ => $"{(int)time.TotalDays} days ago",
    };
}
