using Microsoft.Extensions.Options;

namespace Hokku.AspNetCore.Hosting;

/// <summary>Says, when the application starts, which value of a host is wrong and what would be right.</summary>
internal sealed class HokkuOptionsValidation(string host) : IValidateOptions<HokkuOptions>
{
    public ValidateOptionsResult Validate(string? name, HokkuOptions options)
    {
        if (name != host)
            return ValidateOptionsResult.Skip;
        try
        {
            options.Host.Validate();
            return ValidateOptionsResult.Success;
        }
        catch (ConfigurationException problem)
        {
            return ValidateOptionsResult.Fail($"Hokku host '{host}': {problem.Message}");
        }
    }
}
