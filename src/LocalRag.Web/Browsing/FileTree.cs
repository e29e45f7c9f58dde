namespace LocalRag.Web.Browsing;

/// <summary>
/// The files of a source as a tree of which only the open folders' rows exist: a page of 100,000 files holds what is on the screen.
/// </summary>
/// <remarks>The files are in ordinal order, so a folder is a run of them and no nodes are built.</remarks>
internal sealed class FileTree
{
    private readonly IReadOnlyList<FileEntry> _files;
    private readonly HashSet<string> _open = new(StringComparer.Ordinal);
    private string _filter = "";

    public FileTree(IReadOnlyList<FileEntry> files)
    {
        _files = files;
        Rows = Build();
    }

    /// <summary>The visible rows: folders before files, each in ordinal order.</summary>
    public IReadOnlyList<TreeRow> Rows { get; private set; }

    /// <summary>Shows the files whose path holds a text in any case, as a list; blank shows the tree.</summary>
    public void Filter(string text)
    {
        _filter = text.Trim();
        Rows = Build();
    }

    public void Toggle(string folder) => Set(folder, !_open.Contains(folder));

    public void Set(string folder, bool open)
    {
        if (open ? _open.Add(folder) : _open.Remove(folder)) Rows = Build();
    }

    /// <summary>Opens the folders above a file.</summary>
    public void Reveal(string path)
    {
        var opened = false;
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0 && slash < path.Length - 1; slash = path.IndexOf('/', slash + 1))
            opened |= _open.Add(path[..(slash + 1)]);
        if (opened) Rows = Build();
    }

    private List<TreeRow> Build()
    {
        if (_filter.Length > 0)
            return [.. _files.Where(file => file.Path.Contains(_filter, StringComparison.OrdinalIgnoreCase)).OrderBy(file => file.Path.Length).Take(2_000)
                .Select(file => new TreeRow(file.Path, file.Path, 0, file.Path.EndsWith('/'), false, file.LeftOut, 0))];
        var rows = new List<TreeRow>();
        AddLevel(rows, 0, _files.Count, "", 0);
        return rows;
    }

    private void AddLevel(List<TreeRow> rows, int from, int to, string prefix, int depth)
    {
        var files = new List<TreeRow>();
        for (var i = from; i < to;)
        {
            var path = _files[i].Path;
            var slash = path.IndexOf('/', prefix.Length);
            if (slash < 0 || slash == path.Length - 1)
            {
                files.Add(new TreeRow(path, path[prefix.Length..].TrimEnd('/'), depth, slash >= 0, false, _files[i].LeftOut, 0));
                i++;
                continue;
            }

            var folder = path[..(slash + 1)];
            var end = EndOf(folder, i, to);
            var open = _open.Contains(folder);
            rows.Add(new TreeRow(folder, folder[prefix.Length..].TrimEnd('/'), depth, true, open, null, end - i));
            if (open) AddLevel(rows, i, end, folder, depth + 1);
            i = end;
        }

        rows.AddRange(files);
    }

    private int EndOf(string folder, int from, int to)
    {
        // The next folder's files begin behind everything that starts with this one's name.
        var (low, high) = (from + 1, to);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_files[middle].Path.StartsWith(folder, StringComparison.Ordinal)) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
