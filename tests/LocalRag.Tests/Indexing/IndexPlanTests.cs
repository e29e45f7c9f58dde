using FsCheck;
using FsCheck.Fluent;
using LocalRag.Documents;
using LocalRag.Indexing;
using LocalRag.Sources;
using LocalRag.Storage;

namespace LocalRag.Tests.Indexing;

public sealed class IndexPlanTests
{
    /// <summary>Few paths, sizes and times, so that they meet.</summary>
    private static readonly Gen<(string Path, long Size, long Time)> Entry =
        Gen.Choose(0, 7).Zip(Gen.Choose(1, 2)).Zip(Gen.Choose(1, 3)).Select(entry => ($"f{entry.Item1.Item1}.cs", (long)entry.Item1.Item2, (long)entry.Item2 * (entry.Item2 == 3 ? -1 : 1)));

    private static readonly Arbitrary<((string Path, long Size, long Time)[] Files, (string Path, long Size, long Time)[] Documents)> Both =
        Entry.ArrayOf().Select(Distinct).Zip(Entry.ArrayOf().Select(Distinct)).ToArbitrary();

    [Fact]
    public void Every_file_and_every_document_is_planned_for_once() => Prop.ForAll(Both, both =>
    {
        var plan = Plan(both, rereadAll: false);
        Assert.Equal(both.Files.Select(file => file.Path).Order(StringComparer.Ordinal), plan.ToRead.Select(planned => planned.File.Path).Concat(plan.Unchanged.Select(document => document.Path)).Order(StringComparer.Ordinal));
        var replaced = plan.ToRead.Where(planned => planned.Known is not null).Select(planned => planned.Known!.Path);
        Assert.Equal(both.Documents.Select(document => document.Path).Order(StringComparer.Ordinal), replaced.Concat(plan.Unchanged.Concat(plan.Removed).Select(document => document.Path)).Order(StringComparer.Ordinal));
        Assert.All(plan.ToRead, planned => Assert.True(planned.Known is null || planned.Known.Path == planned.File.Path));
        Assert.Equal(plan.Removed.Select(document => document.Path).Order(StringComparer.Ordinal), plan.Removed.Select(document => document.Path));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Unchanged_is_what_has_the_size_and_time_it_had() => Prop.ForAll(Both, both =>
    {
        var plan = Plan(both, rereadAll: false);
        Assert.Equal(both.Files.Intersect(both.Documents).Select(entry => entry.Path).Order(StringComparer.Ordinal), plan.Unchanged.Select(document => document.Path).Order(StringComparer.Ordinal));
        var paths = both.Files.Select(file => file.Path).ToHashSet();
        Assert.All(plan.Removed, document => Assert.DoesNotContain(document.Path, paths));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_full_run_reads_everything_and_removes_what_any_run_would() => Prop.ForAll(Both, both =>
    {
        var (full, plain) = (Plan(both, rereadAll: true), Plan(both, rereadAll: false));
        Assert.Empty(full.Unchanged);
        Assert.Equal(both.Files.Length, full.ToRead.Count);
        Assert.Equal(plain.Removed, full.Removed);
    }).QuickCheckThrowOnFailure();

    /// <summary>A file seen within the grain of its clock is stored with its time negated, so the next run reads it again.</summary>
    [Fact]
    public void A_file_that_was_read_in_the_moment_of_its_writing_is_read_again()
    {
        var plan = Plan(([("a.cs", 10, 5)], [("a.cs", 10, -5)]), rereadAll: false);
        Assert.Equal("a.cs", Assert.Single(plan.ToRead).Known?.Path);
    }

    private static IndexPlan Plan(((string Path, long Size, long Time)[] Files, (string Path, long Size, long Time)[] Documents) both, bool rereadAll) => IndexPlan.Create(
        [.. both.Files.Select(file => new SourceFile(file.Path, file.Size, file.Time))],
        [.. both.Documents.Select((document, i) => new StoredDocument(i + 1, document.Path, "csharp", ContentHash.Of(document.Path), document.Size, document.Time, null, null, Pending: false))],
        rereadAll);

    private static (string Path, long Size, long Time)[] Distinct((string Path, long Size, long Time)[] entries) => [.. entries.DistinctBy(entry => entry.Path)];
}
