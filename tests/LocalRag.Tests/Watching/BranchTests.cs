using LocalRag.Indexing;
using LocalRag.Sources;

namespace LocalRag.Tests.Watching;

/// <summary>What commits, branches, working trees and odd repositories do to an index.</summary>
public sealed class BranchTests
{
    [Fact]
    public async Task A_branch_there_and_back_embeds_nothing_on_the_way_back()
    {
        using var folder = new IndexedFolder();
        for (var i = 0; i < 10; i++) folder.Write($"{i}.txt", $"walrus number {i} of the main branch\n");
        folder.Folder.Commit();
        await folder.IndexAsync();
        folder.Folder.Git("switch", "--quiet", "--create", "other");
        for (var i = 0; i < 5; i++) folder.Write($"{i}.txt", $"ocelot number {i} of the other branch\n");
        File.Delete(Path.Combine(folder.Root, "9.txt"));
        folder.Folder.Commit();
        var there = await folder.IndexAsync();
        Assert.Equal((5, 1, 4, 5), (there.Changed, there.Removed, there.Unchanged, there.Embedded));

        folder.Folder.Git("switch", "--quiet", "main");
        var back = await folder.IndexAsync();
        Assert.Equal((1, 5, 0), (back.Added, back.Changed, back.Embedded));
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task A_renamed_file_keeps_its_embeddings()
    {
        using var folder = new IndexedFolder();
        folder.Write("src/Walrus.cs", "namespace Zoo;\n\n/// <summary>Swims.</summary>\npublic sealed class Walrus\n{\n    public int Tusks() => 2;\n}\n");
        folder.Write("docs/guide.md", "# Guide\n\nHow to feed a walrus.\n");
        await folder.IndexAsync();
        Directory.CreateDirectory(Path.Combine(folder.Root, "lib"));
        File.Move(Path.Combine(folder.Root, "src/Walrus.cs"), Path.Combine(folder.Root, "lib/Animal.cs"));
        File.Move(Path.Combine(folder.Root, "docs/guide.md"), Path.Combine(folder.Root, "handbook.md"));
        var report = await folder.IndexAsync();
        Assert.Equal((2, 2, 0), (report.Added, report.Removed, report.Embedded));
        Assert.Contains("handbook.md", (await folder.SearchAsync("feed a walrus")).Hits.Select(hit => hit.Path));
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task A_second_working_tree_is_a_source_of_its_own_and_shares_every_embedding()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        await folder.IndexAsync();
        var second = Path.Combine(folder.Folder.Home, "root");
        folder.Folder.Git("worktree", "add", "--quiet", "-b", "feature", second);
        var report = await folder.IndexAsync(second);
        Assert.Equal(("root-2", 1, 0), (report.Source, report.Added, report.Embedded));
        folder.Folder.Write("a.txt", "the quick ocelot\n", below: second);
        var result = await folder.SearchAsync("quick");
        Assert.Equal(["the quick ocelot", "the quick walrus"], result.Hits.Select(hit => hit.Text.Trim()).Order(StringComparer.Ordinal));
        Assert.Equal([("root", "main", 0), ("root-2", "feature", 1)], result.Freshness.Sources.OrderBy(source => source.Source, StringComparer.Ordinal).Select(source => (source.Source, source.Branch!, source.IndexedNow)));
        Assert.Equal((folder.Folder.Git("rev-parse", "HEAD").Trim(), null), (result.Freshness.IndexedCommit, result.Freshness.Branch));
        var status = await folder.KnowledgeBase.GetStatusAsync(TestContext.Current.CancellationToken);
        Assert.Equal(["main", "feature"], status.Sources.Select(source => source.Branch));
    }

    [Fact]
    public async Task A_forced_push_that_lost_the_indexed_commit_is_an_update_like_any()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        await folder.IndexAsync();
        folder.Write("a.txt", "the quick ocelot\n");
        folder.Folder.Git("add", "--all");
        folder.Folder.Git("commit", "--quiet", "--amend", "-m", "rewritten");
        folder.Folder.Git("reflog", "expire", "--expire=now", "--all");
        folder.Folder.Git("gc", "--quiet", "--prune=now");
        var result = await folder.SearchAsync("ocelot");
        Assert.Equal(folder.Folder.Git("rev-parse", "HEAD").Trim(), result.Freshness.IndexedCommit);
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    [Fact]
    public async Task An_empty_repository_and_a_detached_head_are_followed()
    {
        using var folder = new IndexedFolder();
        Assert.Equal(0, (await folder.IndexAsync()).Files);
        folder.Write("a.txt", "the quick walrus\n");
        Assert.Equal(["a.txt"], await folder.FindAsync("walrus"));
        folder.Folder.Commit();
        folder.Folder.Git("switch", "--quiet", "--detach");
        folder.Write("a.txt", "the quick ocelot\n");
        folder.Folder.Commit();
        var freshness = (await folder.SearchAsync("ocelot")).Freshness;
        Assert.Null(freshness.Branch);
        Assert.Equal(freshness.Head, freshness.IndexedCommit);
        await FreshSearchTests.AssertAsGoodAsNewAsync(folder);
    }

    [Theory]
    [InlineData("shallow")]
    [InlineData("partial")]
    [InlineData("sparse")]
    public async Task A_clone_that_lacks_history_objects_or_files_is_indexed_as_it_lies_there(string kind)
    {
        using var folder = new IndexedFolder();
        folder.Write("in/a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        folder.Write("in/a.txt", "the quick ocelot\n");
        folder.Write("out/b.txt", "a slow ocelot\n");
        folder.Folder.Commit();
        folder.Folder.Git("config", "uploadpack.allowFilter", "true");
        var clone = Path.Combine(folder.Folder.Home, "clone");
        string[] arguments = kind switch { "shallow" => ["--depth=1"], "partial" => ["--filter=blob:none"], _ => ["--sparse"] };
        folder.Folder.Git(["clone", "--quiet", .. arguments, $"file://{folder.Root}", clone]);
        if (kind == "sparse") folder.Folder.GitIn(clone, "sparse-checkout", "set", "in");
        var report = await folder.IndexAsync(clone);
        Assert.Empty(report.Warnings);
        string[] expected = kind == "sparse" ? ["in/a.txt"] : ["in/a.txt", "out/b.txt"];
        Assert.Equal(expected, await folder.FindAsync("ocelot"));
        folder.Folder.Write("in/a.txt", "one more walrus\n", below: clone);
        Assert.Equal(["in/a.txt"], await folder.FindAsync("walrus"));
        Assert.Equal(0, (await folder.SearchAsync("walrus")).Freshness.ChangedFiles);
    }

    [Fact]
    public async Task Submodules_are_in_where_the_setting_asks_for_them()
    {
        using var folder = new IndexedFolder();
        var library = Directory.CreateDirectory(Path.Combine(folder.Folder.Home, "library")).FullName;
        folder.Folder.GitIn(library, "init", "--quiet");
        folder.Folder.Write("l.txt", "a walrus in a library\n", below: library);
        folder.Folder.Write(".gitignore", "*.no\n", below: library);
        folder.Folder.GitIn(library, "add", "--all");
        folder.Folder.GitIn(library, "commit", "--quiet", "-m", "library");
        folder.Folder.Git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", library, "sub");
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        await folder.IndexAsync();
        Assert.Equal(["a.txt"], await folder.FindAsync("walrus"));

        using var asked = KnowledgeBase.Open(new KnowledgeBaseOptions
        {
            Name = "with", Home = folder.Folder.Home, Freshness = IndexedFolder.Eager,
            Sources = new SourceOptions { Environment = folder.Folder.Options.Environment, Submodules = true },
        });
        await asked.IndexAsync(new IndexRequest(folder.Root), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["a.txt", "sub/l.txt"], await folder.FindAsync("walrus", asked));
        Assert.DoesNotContain((await folder.SearchAsync("walrus", asked)).Hits, hit => hit.Uncommitted);
        folder.Write("sub/m.txt", "one more ocelot\n");
        Assert.True((await folder.SearchAsync("ocelot", asked)).Hits.First(hit => hit.Path == "sub/m.txt").Uncommitted);
        folder.Write("sub/m.no", "an ignored ocelot\n");
        Assert.Equal(["sub/m.txt"], await folder.FindAsync("ocelot", asked));
        Assert.Equal(0, (await folder.SearchAsync("ocelot", asked)).Freshness.IndexedNow);

        folder.Write(".localragignore", "sub/m.txt\n");
        folder.Write(".localrag.json", """{"exclude": ["/sub/l.txt"]}""");
        Assert.Empty(await folder.FindAsync("ocelot", asked));
        Assert.Equal(["a.txt"], await folder.FindAsync("walrus", asked));
        var source = Assert.Single((await asked.GetStatusAsync(TestContext.Current.CancellationToken)).Sources);
        Assert.Equal((0, 2), (source.ChangedFiles, source.Skipped.Count(skipped => skipped.Path.StartsWith("sub/", StringComparison.Ordinal))));
        var report = await asked.IndexAsync(new IndexRequest(folder.Root), cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((0, 0, 0), (report.Added, report.Changed, report.Removed));
    }

    [Fact]
    public async Task Two_clones_that_are_indexed_at_once_both_end_up_in_the_index()
    {
        using var folder = new IndexedFolder();
        folder.Write("a.txt", "the quick walrus\n");
        folder.Folder.Commit();
        var clone = Path.Combine(folder.Folder.Home, "clone");
        folder.Folder.Git("clone", "--quiet", folder.Root, clone);
        var other = folder.Open();
        var runs = new[] { (folder.KnowledgeBase, folder.Root), (other, clone) }.Select(pair => Task.Run(async () =>
        {
            try
            {
                await pair.Item1.IndexAsync(new IndexRequest(pair.Item2), cancellationToken: TestContext.Current.CancellationToken);
            }
            catch (KnowledgeBaseException exception) when (exception.Error == KnowledgeBaseError.Locked)
            {
                return false;
            }

            return true;
        })).ToList();
        Assert.Contains(true, await Task.WhenAll(runs));
        await folder.IndexAsync();
        await folder.IndexAsync(clone);
        Assert.Equal(["clone", "root"], (await folder.SearchAsync("walrus")).Hits.Select(hit => hit.Source).Order(StringComparer.Ordinal));
    }
}
