using System.Globalization;

namespace LocalRag;

/// <summary>Says sizes as people read them.</summary>
public static class ByteSize
{
    /// <param name="bytes">The size in bytes; units are decimal.</param>
    public static string Format(long bytes) => bytes switch
    {
        < 1000 => $"{bytes} bytes",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0.#} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.#} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.#} GB"),
    };
}
