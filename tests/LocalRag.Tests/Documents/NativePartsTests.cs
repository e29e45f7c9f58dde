using System.Text.Json;
using System.Xml.Linq;
using LocalRag.Documents;

namespace LocalRag.Tests.Documents;

/// <summary>The native parts of every platform, by name: what cannot be run here can at least not be forgotten.</summary>
public sealed class NativePartsTests
{
    private static readonly string Checkout = FindCheckout();

    [Theory]
    [InlineData("linux-x64", "vec0.so", "ast-grep")]
    [InlineData("linux-arm64", "vec0.so", "ast-grep")]
    [InlineData("osx-arm64", "vec0.dylib", "ast-grep")]
    [InlineData("osx-x64", "vec0.dylib", "ast-grep")]
    [InlineData("win-x64", "vec0.dll", "ast-grep.exe")]
    public void Each_platform_has_its_parts_in_the_build_and_their_packages_pinned(string rid, string library, string program)
    {
        var parts = XDocument.Load(Path.Combine(Checkout, "src/LocalRag/NativeParts.targets")).Descendants("NativePart")
            .Where(part => (string?)part.Attribute("Rid") == rid).Select(part => (string)part.Attribute("Include")!).ToList();
        Assert.Equal([library, program], parts.Select(Path.GetFileName));

        using var manifest = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout, "package.json")));
        using var locked = JsonDocument.Parse(File.ReadAllText(Path.Combine(Checkout, "package-lock.json")));
        foreach (var part in parts)
        {
            var package = Path.GetDirectoryName(part)!;
            var version = manifest.RootElement.GetProperty("optionalDependencies").GetProperty(package).GetString()!;
            Assert.All(version, c => Assert.True(char.IsDigit(c) || c == '.', $"{package} is not pinned: {version}"));
            var entry = locked.RootElement.GetProperty("packages").GetProperty("node_modules/" + package);
            Assert.Equal(version, entry.GetProperty("version").GetString());
            Assert.False(entry.TryGetProperty("resolved", out _), "the lock file names a download address");
            Assert.True(entry.TryGetProperty("integrity", out _), "the lock file does not say what the package is");
        }
    }

    [Fact]
    public void This_platforms_parts_are_beside_the_program()
    {
        Assert.True(File.Exists(NativeParts.Require("vec0", "sqlite-vec")));
        Assert.True(File.Exists(NativeParts.ProgramPath("ast-grep")));
    }

    [Fact]
    public void A_missing_part_is_named_with_what_to_run()
    {
        var error = Assert.Throws<FileNotFoundException>(() => NativeParts.Require("nothing", "a-package"));
        foreach (var part in (string[])["a-package", NativeParts.RuntimeIdentifier, "npm ci"]) Assert.Contains(part, error.Message);
    }

    private static string FindCheckout()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "LocalRag.sln"))) folder = folder.Parent ?? throw new InvalidOperationException("The tests were started outside the checkout.");
        return folder.FullName;
    }
}
