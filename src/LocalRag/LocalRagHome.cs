namespace LocalRag;

/// <summary>Finds the folder that holds indexes, models and settings.</summary>
public static class LocalRagHome
{
    /// <summary>The environment variable that names it.</summary>
    public const string Variable = "LOCALRAG_HOME";

    /// <summary>
    /// <c>LOCALRAG_HOME</c> where it is set; else the checkout's <c>indexes/</c> when the program was built in one;
    /// else the platform's folder for a user's data.
    /// </summary>
    public static string Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } home) return Path.GetFullPath(home);
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LocalRag.sln"))) return Path.Combine(folder.FullName, "indexes");
        return Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "LocalRag");
    }
}
