namespace LocalRag.Web.Health;

internal enum Verdict
{
    Ok,
    Warn,
    Fail,
}
