using LocalRag.Models;
using LocalRag.Models.Catalogue;
using LocalRag.Models.Serving;
using LocalRag.Models.Settings;
using LocalRag.Models.Store;

namespace LocalRag;

/// <summary>
/// The models that a home folder's settings name, as they are now: a server that runs for days sees what <c>models use</c> changed meanwhile.
/// Safe for many threads.
/// </summary>
internal sealed class ModelAccess(string home) : IDisposable
{
    private readonly SettingsFile _file = new(home);
    private readonly Lock _gate = new();
    private readonly List<Opened> _earlier = [];
    private Opened? _current;

    /// <summary>Reads the settings anew where their file has changed since.</summary>
    /// <exception cref="ModelException">A setting is wrong.</exception>
    public (ModelSettings Settings, ServedModels Models) Current()
    {
        lock (_gate)
        {
            var written = File.GetLastWriteTimeUtc(_file.FilePath);
            if (_current is null || _current.Written != written)
            {
                var settings = _file.Read();
                // Answers that are under way go on with what they began with.
                if (_current is not null) _earlier.Add(_current);
                var store = new ModelStore(ModelStoreOptions.From(home, settings.Downloads, Environment.GetEnvironmentVariable), ModelCatalog.BuiltIn);
                _current = new Opened(written, settings, store, new ServedModels(home, settings, store));
            }

            return (_current.Settings, _current.Models);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var opened in _earlier) opened.Dispose();
            _current?.Dispose();
            _earlier.Clear();
            _current = null;
        }
    }

    private sealed record Opened(DateTime Written, ModelSettings Settings, ModelStore Store, ServedModels Models) : IDisposable
    {
        public void Dispose()
        {
            Models.Dispose();
            Store.Dispose();
        }
    }
}
