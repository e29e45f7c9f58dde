using System.Globalization;
using LocalRag.ModelHost.Inference;

namespace LocalRag.ModelHost.Hosting;

/// <summary>What the host was started with.</summary>
internal sealed record HostOptions
{
    /// <summary>The Unix socket to listen on; null where it is another address.</summary>
    public string? Socket { get; init; }

    /// <summary>The named pipe to listen on, on Windows; null where it is another address.</summary>
    public string? Pipe { get; init; }

    /// <summary>The loopback port to listen on, 0 for any; null where it is another address.</summary>
    public int? Port { get; init; }

    /// <summary>The store: its GGUF files are models by their file names.</summary>
    public string? Models { get; init; }

    /// <summary>Models by name and path.</summary>
    public IReadOnlyList<ModelFile> Named { get; init; } = [];

    /// <summary>Where llama.cpp's libraries lie; null searches beside the program.</summary>
    public string? Native { get; init; }

    /// <summary>Idle time after which the host ends: long enough for a pause in reading, short enough to give the memory back over lunch.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>What models may take together: by default four fifths of what this machine or container has, the rest is the editor's and the browser's.</summary>
    public long MaxMemoryBytes { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 5 * 4;

    /// <summary>How much is generated at once.</summary>
    public required GeneratorOptions Generator { get; init; }

    /// <summary>Whether llama.cpp's own lines are logged as well.</summary>
    public bool Verbose { get; init; }

    /// <summary>The file that says which models are in use, for the host after a crash; null where it listens on no socket of its own.</summary>
    public string? StateFile => Socket is null ? null : Socket + ".state.json";

    /// <summary>The arguments, for a usage error.</summary>
    public const string Usage = """
        LocalRag.ModelHost (--socket PATH | --pipe NAME | --port N) [--models FOLDER] [--model NAME=PATH]...
            [--idle-minutes 15] [--max-memory-bytes N] [--context 8192] [--slots 4] [--queue 128] [--threads N] [--native FOLDER] [--verbose]
        LocalRag.ModelHost bench --model NAME=PATH [--threads N]
        """;

    /// <summary>Reads arguments.</summary>
    /// <exception cref="ArgumentException">One is unknown, incomplete or out of its range; the message names it.</exception>
    public static HostOptions Parse(IReadOnlyList<string> arguments)
    {
        var generator = new GeneratorOptions { Threads = LocalRag.ModelHost.Native.PhysicalCores.Count() };
        var options = new HostOptions { Generator = generator };
        for (var i = 0; i < arguments.Count; i++)
        {
            var name = arguments[i];
            string Value() => ++i < arguments.Count ? arguments[i] : throw new ArgumentException($"{name} needs a value.");
            options = name switch
            {
                "--socket" => options with { Socket = Path.GetFullPath(Value()) },
                "--pipe" => options with { Pipe = Value() },
                "--port" => options with { Port = (int)Number(name, Value(), 0, 65_535) },
                "--models" => options with { Models = Path.GetFullPath(Value()) },
                "--model" => options with { Named = [.. options.Named, Model(Value())] },
                "--native" => options with { Native = Path.GetFullPath(Value()) },
                "--idle-minutes" => options with { Idle = TimeSpan.FromMinutes(Number(name, Value(), 0.001, 100_000)) },
                "--max-memory-bytes" => options with { MaxMemoryBytes = (long)Number(name, Value(), 1, long.MaxValue) },
                "--context" => options with { Generator = options.Generator with { ContextTokens = (int)Number(name, Value(), 16, 1 << 24) } },
                "--slots" => options with { Generator = options.Generator with { Slots = (int)Number(name, Value(), 1, 64) } },
                "--queue" => options with { Generator = options.Generator with { QueueLength = (int)Number(name, Value(), 1, 100_000) } },
                "--threads" => options with { Generator = options.Generator with { Threads = (int)Number(name, Value(), 1, 1024) } },
                "--verbose" => options with { Verbose = true },
                _ => throw new ArgumentException($"Unknown argument {name}."),
            };
        }

        return options;
    }

    /// <summary>Sees that there is exactly one address.</summary>
    /// <exception cref="ArgumentException">There is none, or more than one.</exception>
    public HostOptions RequireAddress() => (Socket is null ? 0 : 1) + (Pipe is null ? 0 : 1) + (Port is null ? 0 : 1) == 1
        ? this
        : throw new ArgumentException("Exactly one of --socket, --pipe and --port is needed.");

    private static ModelFile Model(string text)
    {
        var at = text.IndexOf('=', StringComparison.Ordinal);
        return at > 0 && at < text.Length - 1
            ? new ModelFile(text[..at], Path.GetFullPath(text[(at + 1)..]))
            : throw new ArgumentException($"--model takes NAME=PATH, not '{text}'.");
    }

    private static double Number(string name, string text, double least, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"{name} takes a number from {least} to {most}, not '{text}'."));
}
