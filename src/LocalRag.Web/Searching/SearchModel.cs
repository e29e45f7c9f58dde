using LocalRag.Retrieval;

namespace LocalRag.Web.Searching;

/// <summary>What the Search page shows and does: the newest query wins, whatever order the answers come in.</summary>
internal sealed class SearchModel(KnowledgeBase knowledgeBase) : IDisposable
{
    private CancellationTokenSource? _running;

    /// <summary>The query whose result is shown.</summary>
    public string Query { get; private set; } = "";

    public SearchResult? Result { get; private set; }

    public string? Problem { get; private set; }

    public bool IsSearching { get; private set; }

    /// <summary>The hits in the order of their files' best hits, each file once.</summary>
    public IReadOnlyList<FileHits> Files { get; private set; } = [];

    /// <summary>The hits as the list shows them, file by file.</summary>
    public IReadOnlyList<SearchHit> Listed { get; private set; } = [];

    /// <summary>The hit in the preview, from 0 in <see cref="Listed"/>; -1 where there is none.</summary>
    public int Selected { get; private set; } = -1;

    public SearchHit? SelectedHit => Selected >= 0 && Selected < Listed.Count ? Listed[Selected] : null;

    /// <summary>Searches; gives false where a newer search has taken over.</summary>
    /// <param name="wait">How long to wait for more typing first.</param>
    public async Task<bool> SearchAsync(string query, SearchFilters filters, int limit, TimeSpan wait)
    {
        Cancel();
        var own = _running = new CancellationTokenSource();
        try
        {
            if (wait > TimeSpan.Zero) await Task.Delay(wait, own.Token);
            if (string.IsNullOrWhiteSpace(query))
            {
                Show(query, null);
                return true;
            }

            IsSearching = true;
            var result = await knowledgeBase.SearchAsync(new SearchQuery(query.Trim()) { Limit = limit, Filters = filters, Explain = true }, own.Token);
            if (_running != own) return false;
            Show(query, result);
        }
        catch (OperationCanceledException) when (own.IsCancellationRequested)
        {
            return false;
        }
        catch (KnowledgeBaseException exception)
        {
            if (_running != own) return false;
            Show(query, null);
            Problem = Wording.Error(exception, knowledgeBase);
        }
        finally
        {
            if (_running == own) IsSearching = false;
        }

        return true;
    }

    public void Select(int index) => Selected = Listed.Count == 0 ? -1 : Math.Clamp(index, 0, Listed.Count - 1);

    /// <summary>Gives up the search that goes on, if one does; what is shown stays.</summary>
    public void Cancel()
    {
        if (_running is not { } old) return;
        (_running, IsSearching) = (null, false);
        old.Cancel();
        old.Dispose();
    }

    public void Dispose() => Cancel();

    private void Show(string query, SearchResult? result)
    {
        (Query, Result, Problem) = (query, result, null);
        Files = [.. (result?.Hits ?? []).GroupBy(hit => (hit.Source, hit.Path)).Select(group => new FileHits(group.Key.Source, group.Key.Path, [.. group]))];
        Listed = [.. Files.SelectMany(file => file.Hits)];
        Selected = Listed.Count > 0 ? 0 : -1;
    }
}
