using System.Text.Json;

namespace LocalRag.Browser.Tests;

/// <summary>A repository whose file names, code, Markdown and front matter try to get a script into the page.</summary>
public sealed class HostileSourceTests(BrowserFixture browser)
{
    private static readonly string[] Payloads =
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg onload=alert(1)>", "[x](javascript:alert(1))", "![x](https://evil.example/x.png)", "\"><script>alert(1)</script>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "</code></pre><script>alert(1)</script>", "<style>@import url(//evil.example/x.css);</style>", "<base href=//evil.example/>",
    ];

    [Fact]
    public async Task Nothing_in_a_hostile_repository_runs_in_the_page()
    {
        BrowserFixture.Require();
        var folder = Directory.CreateTempSubdirectory("localrag-hostile-");
        for (var i = 0; i < Payloads.Length; i++)
        {
            var payload = Payloads[i];
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"zebra{i} <img src=x onerror=alert({i})>.md"), $"---\ntitle: {payload}\n---\n# Zebra {payload}\n\nThe zebra number {i} has stripes {payload} because of {payload}.\n\n```html\n{payload}\n```\n", TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, $"Zebra{i}.cs"), $"/// <summary>Zebra {payload}</summary>\npublic class Zebra{i} {{ string S = \"{payload.Replace("\"", "\\\"", StringComparison.Ordinal)}\"; /* {payload} */ }}\n", TestContext.Current.CancellationToken);
        }

        await using (var server = await WebServer.StartAsync(sample: folder.FullName))
        {
            await server.WaitForIndexAsync();
            await using var page = await browser.OpenAsync(server);
            foreach (var payload in Payloads.Take(3))
            {
                await page.Page.GotoAsync(server.Address);
                await page.AskAsync($"Why has the zebra stripes {payload}?");
                await AssertHarmlessAsync(page);
            }

            await page[".place"].First.ClickAsync();
            await Expect(page[".side .ln"].First).ToBeVisibleAsync();
            await AssertHarmlessAsync(page);
            await page.GotoAsync($"search?q={Uri.EscapeDataString("zebra <script>alert(1)</script>")}");
            await Expect(page[".hit"].First).ToBeVisibleAsync();
            await AssertHarmlessAsync(page);
            using var client = new HttpClient();
            var hits = JsonDocument.Parse(await client.GetStringAsync(new Uri($"{server.Address}api/search?q=zebra&n=40"), TestContext.Current.CancellationToken)).RootElement.GetProperty("hits").EnumerateArray().ToList();
            foreach (var path in hits.Select(hit => hit.GetProperty("path").GetString()!).Distinct().Take(12))
            {
                await page.GotoAsync($"browse/{Uri.EscapeDataString(folder.Name)}/{Uri.EscapeDataString(path)}");
                await Expect(page[".file-head h1"]).ToHaveTextAsync(path);
                await AssertHarmlessAsync(page);
            }

            await page.GotoAsync("sources");
            await AssertHarmlessAsync(page);
            page.AssertClean();
        }

        folder.Delete(recursive: true);
    }

    private static async Task AssertHarmlessAsync(WatchedPage page)
    {
        var faults = await page.Page.EvaluateAsync<string[]>(
            """
            () => [...document.querySelectorAll('main *')].flatMap(element => [
              ...(['SCRIPT', 'IFRAME', 'OBJECT', 'EMBED', 'BASE', 'STYLE', 'LINK', 'META', 'IMG'].includes(element.tagName) ? [element.outerHTML.slice(0, 100)] : []),
              ...[...element.attributes].filter(a => a.name.startsWith('on') || /^\s*javascript:/i.test(a.value)).map(a => element.tagName + ' ' + a.name + '=' + a.value)])
            """);
        Assert.Empty(faults);
    }
}
