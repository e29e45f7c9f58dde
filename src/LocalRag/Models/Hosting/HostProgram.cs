using System.Diagnostics;

namespace LocalRag.Models.Hosting;

/// <summary>Finds the model host's program and says how to start it.</summary>
internal static class HostProgram
{
    private const string Name = "LocalRag.ModelHost";
    private const string SetSid = "/usr/bin/setsid";

    /// <summary>The environment variable that names the program, before any other place is looked at.</summary>
    public const string Variable = "LOCALRAG_MODELHOST";

    /// <param name="configured">The program that the settings name; null for none.</param>
    /// <exception cref="ModelException">It is not there.</exception>
    public static string Find(string? configured, Func<string, string?> variable)
    {
        if ((variable(Variable) ?? configured) is { Length: > 0 } named)
        {
            return File.Exists(named) ? Path.GetFullPath(named) : throw new ModelException(
                ModelError.NotFound, $"There is no model host at '{named}', which {(variable(Variable) is null ? "host.executable in settings.json" : Variable)} names.");
        }

        return Places().FirstOrDefault(File.Exists) ?? throw new ModelException(
            ModelError.NotFound, $"The model host ({Name}) is not beside this program, so no GGUF model can run. Install it there, name it with {Variable}, or use a server: 'localrag models use generator http://…'.");
    }

    /// <summary>How to start it so that it outlives this program and its terminal.</summary>
    public static ProcessStartInfo Start(string program, IEnumerable<string> arguments)
    {
        List<string> command = Path.GetExtension(program).Equals(".dll", StringComparison.OrdinalIgnoreCase)
            ? [Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", program, .. arguments]
            : [program, .. arguments];
        // In a session of its own, Ctrl+C in our terminal does not end a host that others use too.
        if (OperatingSystem.IsLinux() && File.Exists(SetSid)) command.Insert(0, SetSid);
        return new ProcessStartInfo(command[0], command.Skip(1))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // The folder that we stand in may be anybody's, and could not be removed while the host stands there too.
            WorkingDirectory = Path.GetDirectoryName(program)!,
        };
    }

    private static IEnumerable<string> Places()
    {
        var executable = OperatingSystem.IsWindows() ? Name + ".exe" : Name;
        var beside = AppContext.BaseDirectory;
        foreach (var folder in (string[])[beside, Path.Combine(beside, "modelhost"), Path.Combine(beside, "..", "modelhost")])
        {
            yield return Path.Combine(folder, executable);
            yield return Path.Combine(folder, Name + ".dll");
        }

        // In a checkout each program has a folder of its own; the build that is as new as ours comes first.
        for (var folder = new DirectoryInfo(beside); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "LocalRag.sln"))) continue;
            var ours = beside.Contains($"{Path.DirectorySeparatorChar}Release{Path.DirectorySeparatorChar}", StringComparison.Ordinal) ? "Release" : "Debug";
            foreach (var configuration in (string[])[ours, "Debug", "Release"])
                yield return Path.Combine(folder.FullName, "src", Name, "bin", configuration, $"net{Environment.Version.Major}.0", Name + ".dll");
        }
    }
}
