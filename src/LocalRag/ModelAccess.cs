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

    /// <summary>The settings, read anew where their file has changed since.</summary>
    /// <exception cref="ModelException">A setting is wrong.</exception>
    public ModelSettings Settings => Open().Settings;

    /// <summary>The settings, and the models that they name.</summary>
    /// <exception cref="ModelException">A setting is wrong.</exception>
    public (ModelSettings Settings, ServedModels Models) Current()
    {
        var opened = Open();
        return (opened.Settings, opened.Models);
    }

    private Opened Open()
    {
        lock (_gate)
        {
            var written = File.GetLastWriteTimeUtc(_file.FilePath);
            if (_current is null || _current.Written != written)
            {
                var settings = _file.Read();
                // Answers that are under way go on with what they began with.
                if (_current is not null) _earlier.Add(_current);
                _current = new Opened(home, written, settings);
            }

            return _current;
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

    private sealed class Opened(string home, DateTime written, ModelSettings settings) : IDisposable
    {
        // Made when a model is asked for: the catalogue takes a while to read, and a search without models needs none of it.
        private readonly Lazy<(ModelStore Store, ServedModels Models)> _served = new(() =>
        {
            var store = new ModelStore(ModelStoreOptions.From(home, settings.Downloads, Environment.GetEnvironmentVariable), ModelCatalog.BuiltIn);
            return (store, new ServedModels(home, settings, store));
        });

        public DateTime Written => written;

        public ModelSettings Settings => settings;

        public ServedModels Models => _served.Value.Models;

        public void Dispose()
        {
            if (!_served.IsValueCreated) return;
            _served.Value.Models.Dispose();
            _served.Value.Store.Dispose();
        }
    }
}
