namespace LocalRag.Web.Indexing;

public enum IndexRunState
{
    /// <summary>Another run of this server goes first.</summary>
    Waiting,
    Running,
    Done,
    Cancelled,
    Failed,
}
