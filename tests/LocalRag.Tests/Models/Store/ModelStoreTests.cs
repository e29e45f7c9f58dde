using LocalRag.Models;
using LocalRag.Models.Catalogue;
using LocalRag.Models.Store;

namespace LocalRag.Tests.Models.Store;

public sealed class ModelStoreTests : IAsyncLifetime
{
    private const int ModelBytes = 3_000_000;

    private readonly TemporaryFolder _folder = new();
    private readonly LocalHub _hub = new();
    private readonly byte[] _model = TinyGguf.Bytes(ModelBytes);

    private string StoreFolder => Path.Combine(_folder.Path, "models");

    private string Target => Path.Combine(StoreFolder, "tiny-Q4_K_M.gguf");

    public ValueTask InitializeAsync()
    {
        _hub.Files["tiny-Q4_K_M.gguf"] = _model;
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_model_is_pulled_checked_and_listed()
    {
        using var store = Store();
        var plan = await store.PlanPullAsync("org/tiny-GGUF", cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(("tiny-Q4_K_M", "apache-2.0", _model.Length, 0L), (plan.Name, plan.Licence, (int)plan.Bytes, plan.BytesHere));

        var reports = new List<PullProgress>();
        var model = await store.PullAsync(plan, new Reports(reports.Add), TestContext.Current.CancellationToken);

        Assert.Equal(_model, File.ReadAllBytes(model.Path));
        Assert.Equal(Target, model.Path);
        Assert.Equal(_model.Length, reports[^1].BytesDone);
        Assert.Equal(new InstalledModel("tiny-Q4_K_M", Target, ModelOrigin.Own, _model.Length) { Repository = "org/tiny-GGUF", Licence = "apache-2.0" }, Assert.Single(store.List()));
        Assert.Equal(model, await store.PullAsync(plan, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Single(_hub.Offsets);
    }

    [Fact]
    public async Task A_transfer_that_breaks_off_is_taken_up_where_it_was()
    {
        _hub.BreakAfter.Enqueue(1_000_000);
        _hub.BreakAfter.Enqueue(700_000);
        using var store = Store();
        var model = await PullAsync(store);
        Assert.Equal(_model, File.ReadAllBytes(model.Path));
        Assert.Equal(3, _hub.Offsets.Count);
        Assert.True(_hub.Offsets[2] > _hub.Offsets[1] && _hub.Offsets[1] > 0, string.Join(", ", _hub.Offsets));
    }

    [Fact]
    public async Task A_line_that_brings_nothing_is_given_up_and_gone_on_with_by_the_next_pull()
    {
        _hub.BreakAfter.Enqueue(500_000);
        for (var attempt = 0; attempt < 6; attempt++) _hub.BreakAfter.Enqueue(0);
        using (var store = Store())
        {
            var error = await Assert.ThrowsAsync<ModelException>(() => PullAsync(store));
            Assert.Equal(ModelError.Unreachable, error.Error);
            Assert.Contains("goes on from there", error.Message, StringComparison.Ordinal);
        }

        Assert.False(File.Exists(Target));
        _hub.BreakAfter.Clear();
        _hub.Offsets.Clear();
        using var again = Store();
        Assert.True((await again.PlanPullAsync("org/tiny-GGUF", cancellationToken: TestContext.Current.CancellationToken)).BytesHere > 0);
        Assert.Equal(_model, File.ReadAllBytes((await PullAsync(again)).Path));
        Assert.True(Assert.Single(_hub.Offsets) > 0);
    }

    [Fact]
    public async Task Stopped_at_any_moment_a_pull_leaves_nothing_under_the_final_name()
    {
        // Each pull is stopped at a later report, and the next goes on with what it left.
        for (var stopAt = 1; stopAt <= 5; stopAt++)
        {
            _hub.BreakAfter.Enqueue(400_000);
            using var store = Store();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var plan = await store.PlanPullAsync("org/tiny-GGUF", cancellationToken: TestContext.Current.CancellationToken);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.PullAsync(plan, new Reports(_ => stop.Cancel()), stop.Token));
            Assert.False(File.Exists(Target));
            Assert.Empty(store.List());
        }

        _hub.BreakAfter.Clear();
        using var last = Store();
        Assert.Equal(_model, File.ReadAllBytes((await PullAsync(last)).Path));
    }

    [Fact]
    public async Task A_server_that_gives_no_parts_is_read_from_the_beginning()
    {
        _hub.IgnoresRanges = true;
        _hub.BreakAfter.Enqueue(1_000_000);
        using var store = Store();
        Assert.Equal(_model, File.ReadAllBytes((await PullAsync(store)).Path));
    }

    [Fact]
    public async Task Bytes_of_another_hash_are_thrown_away()
    {
        _hub.FalseHash = new string('0', 64);
        using var store = Store();
        var error = await Assert.ThrowsAsync<ModelException>(() => PullAsync(store));
        Assert.Equal(ModelError.Damaged, error.Error);
        Assert.False(File.Exists(Target));
        Assert.Equal(0, (await store.PlanPullAsync("org/tiny-GGUF", cancellationToken: TestContext.Current.CancellationToken)).BytesHere);
    }

    [Fact]
    public async Task A_file_that_is_no_model_is_refused_though_its_hash_is_right()
    {
        _hub.Files["tiny-Q4_K_M.gguf"] = "<html>sign in</html>"u8.ToArray();
        using var store = Store();
        var error = await Assert.ThrowsAsync<ModelException>(() => PullAsync(store));
        Assert.Equal(ModelError.Damaged, error.Error);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task A_full_disk_is_told_before_the_first_byte()
    {
        using var store = Store(freeBytes: 1_000_000);
        var error = await Assert.ThrowsAsync<ModelException>(() => PullAsync(store));
        Assert.Equal(ModelError.NoRoom, error.Error);
        Assert.Contains("3 MB", error.Message, StringComparison.Ordinal);
        Assert.Contains("1 MB free", error.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Offsets);
    }

    [Fact]
    public async Task Offline_nothing_is_asked_of_the_hub()
    {
        using var store = Store(offline: true);
        var error = await Assert.ThrowsAsync<ModelException>(() => PullAsync(store));
        Assert.Equal(ModelError.Offline, error.Error);
        Assert.Contains("LOCALRAG_OFFLINE", error.Message, StringComparison.Ordinal);
        Assert.Empty(_hub.Authorizations);
    }

    [Fact]
    public async Task A_gated_model_is_explained()
    {
        _hub.Gated = true;
        using var store = Store();
        var error = await Assert.ThrowsAsync<ModelException>(() => PullAsync(store));
        Assert.Equal(ModelError.Gated, error.Error);
        Assert.Contains("HF_TOKEN", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{_hub.Address}org/tiny-GGUF", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_token_goes_to_the_hub()
    {
        using var store = Store(token: "secret");
        await PullAsync(store);
        Assert.All(_hub.Authorizations, authorization => Assert.Equal("Bearer secret", authorization));
    }

    [Theory]
    [InlineData("org/none", ModelError.NotFound, "org/none")]
    [InlineData("org/tiny-GGUF:Q2_K", ModelError.NotFound, "tiny-Q4_K_M.gguf")]
    [InlineData("coder", ModelError.NotFound, "qwen2.5-coder-7b")]
    [InlineData("../x/y", ModelError.NotFound, "neither")]
    public async Task A_model_that_is_not_there_is_named_with_what_is(string reference, ModelError error, string named)
    {
        using var store = Store();
        var thrown = await Assert.ThrowsAsync<ModelException>(() => store.PlanPullAsync(reference, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(error, thrown.Error);
        Assert.Contains(named, thrown.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("org/tiny-GGUF:q8_0", "sub/tiny.Q8_0.gguf")]
    [InlineData("org/tiny-GGUF:Q4_0", "tiny-Q4_0.gguf")]
    [InlineData("org/tiny-GGUF", "tiny-Q4_K_M.gguf")]
    [InlineData("org/tiny-GGUF:sub/tiny.Q8_0.gguf", "sub/tiny.Q8_0.gguf")]
    public async Task The_quantisation_picks_the_file(string reference, string file)
    {
        foreach (var name in (string[])["tiny-Q4_0_4_4.gguf", "tiny-Q4_0.gguf", "sub/tiny.Q8_0.gguf", "mmproj-Q8_0.gguf", "README.md", "tiny-F16-00001-of-00002.gguf"]) _hub.Files[name] = _model;
        using var store = Store();
        Assert.Equal(file, (await store.PlanPullAsync(reference, cancellationToken: TestContext.Current.CancellationToken)).File);
        var parts = await Assert.ThrowsAsync<ModelException>(() => store.PlanPullAsync("org/tiny-GGUF:F16", cancellationToken: TestContext.Current.CancellationToken));
        Assert.Contains("2 parts", parts.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_elsewhere_is_added_and_removed_without_being_touched()
    {
        var file = _folder.Write("downloads/My Model (1).gguf", TinyGguf.Bytes());
        using var store = Store();
        var model = store.Add(file);
        Assert.Equal(("My-Model-1-", ModelOrigin.Added, file), (model.Name, model.Origin, model.Path));
        Assert.Equal(model, store.Find("my-model-1-"));
        Assert.Throws<ModelException>(() => store.Add(file));
        Assert.Equal("other", store.Add(file, "other").Name);
        store.Remove("other");
        store.Remove(model.Name);
        Assert.Empty(store.List());
        Assert.True(File.Exists(file));
        Assert.Contains("models add", Assert.Throws<ModelException>(() => store.Remove(model.Name)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/b")]
    [InlineData("-rf")]
    [InlineData("")]
    public void Names_that_are_paths_are_refused(string name)
    {
        var file = _folder.Write("a.gguf", TinyGguf.Bytes());
        using var store = Store();
        Assert.Equal(ModelError.InvalidRequest, Assert.Throws<ModelException>(() => store.Add(file, name)).Error);
    }

    [Fact]
    public void A_file_that_is_no_model_is_not_added()
    {
        var file = _folder.Write("a.gguf", "hello");
        using var store = Store();
        Assert.Equal(ModelError.Damaged, Assert.Throws<ModelException>(() => store.Add(file)).Error);
        Assert.Empty(store.List());
    }

    [Fact]
    public async Task Pulling_under_a_name_that_is_taken_is_refused()
    {
        var file = _folder.Write("tiny-Q4_K_M.gguf", TinyGguf.Bytes());
        using var store = Store();
        store.Add(file);
        Assert.Contains("--name", (await Assert.ThrowsAsync<ModelException>(() => PullAsync(store))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_pulls_of_one_model_do_not_write_into_each_other()
    {
        using var store = Store();
        var plan = await store.PlanPullAsync("org/tiny-GGUF", cancellationToken: TestContext.Current.CancellationToken);
        ModelException? second = null;
        await store.PullAsync(plan, new Reports(_ => second ??= Assert.Throws<ModelException>(() => store.PullAsync(plan, null, TestContext.Current.CancellationToken).GetAwaiter().GetResult())), TestContext.Current.CancellationToken);
        Assert.Equal(ModelError.Locked, second?.Error);
    }

    private ModelStore Store(long freeBytes = long.MaxValue, bool offline = false, string? token = null) => new(
        new ModelStoreOptions { Folder = StoreFolder, Hub = _hub.Address, Offline = offline, Token = token, FreeBytesToLeave = 0 },
        ModelCatalog.BuiltIn,
        new ForeignStores(_ => null, Path.Combine(_folder.Path, "home")),
        _ => freeBytes);

    private static async Task<InstalledModel> PullAsync(ModelStore store) => await store.PullAsync(
        await store.PlanPullAsync("org/tiny-GGUF", cancellationToken: TestContext.Current.CancellationToken), cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Reports on the thread that makes progress, unlike <see cref="Progress{T}"/>.</summary>
    private sealed class Reports(Action<PullProgress> report) : IProgress<PullProgress>
    {
        public void Report(PullProgress value) => report(value);
    }
}
