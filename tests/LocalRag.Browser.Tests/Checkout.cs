namespace LocalRag.Browser.Tests;

/// <summary>Where things lie in the checkout that the tests were built in.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    public static string Sample { get; } = Path.Combine(Root, "samples", "lendwell");

    /// <summary>The server as it was built beside these tests, in the same configuration.</summary>
    public static string ServerAssembly { get; } =
        Path.Combine(Root, "src", "LocalRag.Web", "bin", new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)).Parent!.Name, "net10.0", "LocalRag.Web.dll");

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "LocalRag.sln"))) return folder.FullName;
        throw new InvalidOperationException("These tests run from the checkout that they were built in.");
    }
}
