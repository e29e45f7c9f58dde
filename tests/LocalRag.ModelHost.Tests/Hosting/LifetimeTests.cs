using System.Net;
using System.Text.Json.Nodes;
using LocalRag.ModelHost.Tests.TinyModels;

namespace LocalRag.ModelHost.Tests.Hosting;

public sealed class LifetimeTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public LifetimeTests() => TinyModel.Of("llama").Save(folder["llama.gguf"]);

    [Fact]
    public async Task Ends_by_itself_when_idle_and_takes_its_socket_away()
    {
        await using var host = await HostProcess.StartAsync(folder.Path, "--idle-minutes", "0.01");
        Assert.Equal(0, await host.WaitForExitAsync());
        Assert.False(File.Exists(host.Socket));
    }

    [Fact]
    public async Task The_socket_is_for_its_owner_alone()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no modes; there it is a named pipe of the current user.");
            return;
        }

        await using var host = await HostProcess.StartAsync(folder.Path);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(host.Socket));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(host.Socket)!));
    }

    [Fact]
    public async Task A_second_host_leaves_the_place_to_the_first()
    {
        await using var host = await HostProcess.StartAsync(folder.Path);
        using var second = HostProcess.Start(["--socket", host.Socket]);
        await second.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(5, second.ExitCode);
        Assert.Equal("ok", (await host.GetAsync("/health"))["status"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_model_that_was_in_use_at_two_crashes_is_not_loaded_unasked()
    {
        string[] model = ["--model", $"llama={folder["llama.gguf"]}", "--threads", "1"];
        JsonObject Body() => new() { ["model"] = "llama", ["prompt"] = "a", ["max_tokens"] = 400, ["grammar"] = "root ::= [a-z]{400,500}" };
        for (var crash = 0; crash < 2; crash++)
        {
            await using var host = await HostProcess.StartAsync(folder.Path, model);
            using var response = await host.StreamAsync("/v1/completions", Body(), TestContext.Current.CancellationToken);
            await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
            await stream.ReadExactlyAsync(new byte[5], TestContext.Current.CancellationToken);
            await host.KillAsync();
        }

        await using var last = await HostProcess.StartAsync(folder.Path, model);
        var ask = new JsonObject { ["model"] = "llama", ["prompt"] = "a", ["max_tokens"] = 2 };
        var (status, answer) = await last.TryPostAsync("/v1/completions", ask);
        Assert.Equal(HttpStatusCode.Conflict, status);
        Assert.Contains("2 times while the model 'llama' was in use", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);

        ask["force"] = true;
        await last.PostAsync("/v1/completions", ask);
        ask.Remove("force");
        await last.PostAsync("/v1/completions", (JsonObject)ask.DeepClone());
    }

    [Fact]
    public async Task A_model_past_the_memory_ceiling_is_refused_with_the_numbers()
    {
        await using var host = await HostProcess.StartAsync(folder.Path, "--model", $"llama={folder["llama.gguf"]}", "--max-memory-bytes", "100000");
        var (status, answer) = await host.TryPostAsync("/v1/completions", new JsonObject { ["model"] = "llama", ["prompt"] = "a" });
        Assert.Equal(HttpStatusCode.InsufficientStorage, status);
        Assert.Matches(@"needs 0\.2 MiB for its weights; the ceiling is 0\.1 MiB", answer["error"]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_idle_model_makes_room_for_another()
    {
        TinyModel.Of("qwen2").Save(folder["qwen2.gguf"]);
        await using var host = await HostProcess.StartAsync(folder.Path, "--models", folder.Path, "--max-memory-bytes", "700000", "--threads", "1");
        foreach (var model in new[] { "llama", "qwen2", "llama" })
        {
            await host.PostAsync("/v1/completions", new JsonObject { ["model"] = model, ["prompt"] = "a", ["max_tokens"] = 1 });
            Assert.Equal([model], (await host.GetAsync("/health"))["models"]!.AsArray().Select(resident => resident!["name"]!.GetValue<string>()));
        }
    }

    [Fact]
    public async Task A_full_queue_says_how_long_to_wait_and_those_in_it_are_answered()
    {
        await using var host = await HostProcess.StartAsync(folder.Path, "--model", $"llama={folder["llama.gguf"]}", "--slots", "1", "--queue", "3", "--threads", "1");
        await host.PostAsync("/v1/completions", new JsonObject { ["model"] = "llama", ["prompt"] = "a", ["max_tokens"] = 1 });
        var statuses = await Task.WhenAll(Enumerable.Range(0, 12).Select(async _ =>
        {
            using var content = new StringContent("""{"model":"llama","prompt":"a","max_tokens":300,"grammar":"root ::= [a-z]{400,500}"}""");
            using var response = await host.Client.PostAsync(new Uri("/v1/completions", UriKind.Relative), content, TestContext.Current.CancellationToken);
            if (response.StatusCode == HttpStatusCode.TooManyRequests)
                Assert.True(response.Headers.RetryAfter?.Delta >= TimeSpan.FromSeconds(1));
            return response.StatusCode;
        }));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.True(statuses.Count(status => status == HttpStatusCode.OK) >= 3);
        Assert.DoesNotContain(statuses, status => status is not (HttpStatusCode.OK or HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task A_model_is_registered_by_its_path_and_a_bad_one_is_refused_before_it_is_loaded()
    {
        await using var host = await HostProcess.StartAsync(folder.Path, "--threads", "1");
        await host.PostAsync("/models/register", new JsonObject { ["name"] = "mine", ["path"] = folder["llama.gguf"] });
        await host.PostAsync("/v1/completions", new JsonObject { ["model"] = "mine", ["prompt"] = "a", ["max_tokens"] = 1 });
        Assert.Contains((await host.GetAsync("/v1/models"))["data"]!.AsArray(), model => model!["id"]!.GetValue<string>() == "mine");

        TinyModel.Of("llama").Set("llama.block_count", 513u).Save(folder["bad.gguf"]);
        var (status, answer) = await host.TryPostAsync("/models/register", new JsonObject { ["name"] = "bad", ["path"] = folder["bad.gguf"] });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("block_count", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_passes_the_reader_and_not_llama_cpp_is_an_error_or_the_end_of_this_process_alone()
    {
        // Tensors that the reader takes, in shapes that the architecture does not.
        TinyModel.Of("qwen2").Set("qwen2.embedding_length", 64u).Save(folder["wrong.gguf"]);
        await using var host = await HostProcess.StartAsync(folder.Path, "--models", folder.Path, "--threads", "1");
        var (status, answer) = await host.TryPostAsync("/v1/completions", new JsonObject { ["model"] = "wrong", ["prompt"] = "a" });
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        Assert.Contains("'wrong'", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
        await host.PostAsync("/v1/completions", new JsonObject { ["model"] = "llama", ["prompt"] = "a", ["max_tokens"] = 1 });
    }

    [Fact]
    public async Task Damage_that_the_reader_cannot_see_ends_no_other_process_and_is_told_by_the_models_name()
    {
        // Bytes of the header's values and of tensors, changed at random; what the reader refuses has its own test.
        var runs = int.Parse(Environment.GetEnvironmentVariable("LOCALRAG_DAMAGED_FILES") ?? "40", System.Globalization.CultureInfo.InvariantCulture);
        var valid = TinyModel.Of("llama").ToBytes();
        var random = new Random(9);
        var (loaded, refused, ended) = (0, 0, 0);
        var host = await HostProcess.StartAsync(folder.Path, "--threads", "1");
        try
        {
            for (var run = 0; run < runs; run++)
            {
                var bytes = (byte[])valid.Clone();
                for (var changes = random.Next(1, 4); changes > 0; changes--)
                    bytes[24 + random.Next(12_000)] = (byte)random.Next(256);
                if (Record.Exception(() => LocalRag.Models.Gguf.GgufFile.Read(new MemoryStream(bytes))) is not null)
                    continue;
                var path = folder[$"damaged{run}.gguf"];
                await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
                try
                {
                    await host.PostAsync("/models/register", new JsonObject { ["name"] = "damaged", ["path"] = path });
                    var (status, answer) = await host.TryPostAsync("/v1/completions", new JsonObject { ["model"] = "damaged", ["prompt"] = "the cat", ["max_tokens"] = 3 });
                    if (status == HttpStatusCode.OK)
                    {
                        loaded++;
                    }
                    else
                    {
                        refused++;
                        Assert.Contains("damaged", answer["error"]!["message"]!.GetValue<string>(), StringComparison.Ordinal);
                    }
                }
                catch (HttpRequestException)
                {
                    ended++;
                    TestContext.Current.TestOutputHelper!.WriteLine($"run {run} ended the host: {host.Errors}");
                    var state = await File.ReadAllTextAsync(host.Socket + ".state.json", TestContext.Current.CancellationToken);
                    Assert.Contains($"damaged{run}.gguf", state, StringComparison.Ordinal);
                    await host.DisposeAsync();
                    host = await HostProcess.StartAsync(folder.Path, "--threads", "1");
                }
            }
        }
        finally
        {
            await host.DisposeAsync();
        }

        TestContext.Current.TestOutputHelper!.WriteLine($"{loaded} loaded, {refused} refused by llama.cpp, {ended} ended the host");
        Assert.True(loaded + refused > ended);
    }

    [Fact]
    public async Task A_page_cannot_reach_the_port_and_nobody_can_register_there()
    {
        using var process = HostProcess.Start(["--port", "0", "--models", folder.Path, "--threads", "1"]);
        try
        {
            var ready = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.StartsWith("ready http://127.0.0.1:", ready, StringComparison.Ordinal);
            using var client = new HttpClient { BaseAddress = new Uri(ready!["ready ".Length..]) };
            Assert.Equal(HttpStatusCode.OK, await Status(client, HttpMethod.Get, "/v1/models"));
            Assert.Equal(HttpStatusCode.BadRequest, await Status(client, HttpMethod.Get, "/v1/models", ("Origin", "https://example.org")));
            Assert.Equal(HttpStatusCode.BadRequest, await Status(client, HttpMethod.Get, "/v1/models", ("Host", "example.org")));
            Assert.Equal(HttpStatusCode.NotFound, await Status(client, HttpMethod.Post, "/models/register"));
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
    }

    [Theory]
    [InlineData("--port")]
    [InlineData("--port", "70000")]
    [InlineData("--idle", "1")]
    [InlineData("--model", "x")]
    [InlineData("--models", "x")]
    public async Task Wrong_arguments_are_told_with_the_usage(params string[] arguments)
    {
        using var process = HostProcess.Start(arguments);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(2, process.ExitCode);
        Assert.Contains("--socket PATH", errors, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_library_that_is_not_llama_cpp_is_an_error_message()
    {
        var native = Path.Combine(AppContext.BaseDirectory, "runtimes");
        var found = Directory.EnumerateFiles(native, "*ggml-base.*", SearchOption.AllDirectories).First(file => file.Contains(System.Runtime.InteropServices.RuntimeInformation.ProcessArchitecture.ToString(), StringComparison.OrdinalIgnoreCase));
        var fake = Directory.CreateDirectory(folder["native"]).FullName;
        foreach (var name in new[] { "ggml-base", "ggml", "llama" })
            File.Copy(found, Path.Combine(fake, Path.GetFileName(found).Replace("ggml-base", name, StringComparison.Ordinal)));
        using var process = HostProcess.Start(["--socket", folder["s"], "--native", fake]);
        var errors = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, process.ExitCode);
        Assert.Contains("npm ci", errors, StringComparison.Ordinal);
    }

    public void Dispose() => folder.Dispose();

    private static async Task<HttpStatusCode> Status(HttpClient client, HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers)
            request.Headers.TryAddWithoutValidation(name, value);
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }
}
