namespace LocalRag.Web.Api;

/// <summary>Turns failures of the knowledge base into problem details with the HTTP status that fits.</summary>
internal static class ApiErrors
{
    public static async Task<IResult> CatchAsync(KnowledgeBase knowledgeBase, Func<Task<IResult>> work)
    {
        try
        {
            return await work();
        }
        catch (KnowledgeBaseException exception)
        {
            return Results.Problem(Wording.Error(exception, knowledgeBase), statusCode: exception.Error switch
            {
                KnowledgeBaseError.InvalidRequest => StatusCodes.Status400BadRequest,
                KnowledgeBaseError.IndexMissing => StatusCodes.Status409Conflict,
                KnowledgeBaseError.Locked => StatusCodes.Status423Locked,
                KnowledgeBaseError.ModelUnavailable => StatusCodes.Status503ServiceUnavailable,
                _ => StatusCodes.Status500InternalServerError,
            });
        }
    }
}
