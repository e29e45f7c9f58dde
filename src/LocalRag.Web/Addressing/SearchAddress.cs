using LocalRag.Retrieval;

namespace LocalRag.Web.Addressing;

/// <summary>What the Search page's address says.</summary>
internal sealed record SearchAddress(string Query, SearchFilters Filters);
