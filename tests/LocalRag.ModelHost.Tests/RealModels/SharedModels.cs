namespace LocalRag.ModelHost.Tests.RealModels;

/// <summary>Real models outside the repository: in the folder that LOCALRAG_SHARED names, or in <c>shared</c> beside the checkout.</summary>
internal static class SharedModels
{
    public const string Missing = "No real models here: set LOCALRAG_SHARED to the folder that has models/smollm2, models/minilm, models/tinyllama and models/vocab.";

    private static readonly string? Folder = Find();

    public static bool AreHere => Folder is not null;

    public static string Path(string name) => System.IO.Path.Combine(Folder!, name);

    private static string? Find()
    {
        var candidates = new List<string?> { Environment.GetEnvironmentVariable("LOCALRAG_SHARED") };
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "LocalRag.sln")))
                candidates.Add(System.IO.Path.Combine(folder.Parent?.FullName ?? "", "shared"));
        }

        return candidates.Where(candidate => !string.IsNullOrEmpty(candidate)).Select(candidate => System.IO.Path.Combine(candidate!, "models")).FirstOrDefault(Directory.Exists);
    }
}
