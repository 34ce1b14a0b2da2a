using System.Diagnostics.CodeAnalysis;

namespace CacheStorm.Host.Configuration;

/// <summary>The options of a shutdown, any of which may be combined except save with nosave.</summary>
internal sealed class ShutdownOptionsFormat : ConfigFormat
{
    private static readonly (string Word, ShutdownOptions Option)[] s_words =
    [
        ("default", ShutdownOptions.Default), ("save", ShutdownOptions.Save), ("nosave", ShutdownOptions.NoSave),
        ("now", ShutdownOptions.Now), ("force", ShutdownOptions.Force),
    ];

    public override ConfigKind Kind => ConfigKind.Structured;

    public override string Allowed => "default, or some of save or nosave, now, force";

    public override bool TryParse(
        string text, [NotNullWhen(true)] out object? value, [NotNullWhen(false)] out string? error)
    {
        value = null;
        error = null;
        ShutdownOptions options = ShutdownOptions.Default;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        foreach (string word in words)
        {
            int known = Array.FindIndex(s_words, w => w.Word.Equals(word, StringComparison.OrdinalIgnoreCase));
            if (known < 0)
                error = "";
            else
                options |= s_words[known].Option;
        }

        if (error is not null || words.Length == 0)
            error = "argument(s) must be one of the following: default, save, nosave, now, force";
        else if (options.HasFlag(ShutdownOptions.Save | ShutdownOptions.NoSave))
            error = "shutdown options SAVE and NOSAVE can't be used simultaneously";
        else
            value = options;
        return value is not null;
    }

    public override string Write(object value)
    {
        var options = (ShutdownOptions)value;
        return options == ShutdownOptions.Default
            ? "default"
            : string.Join(' ', s_words.Where(w => w.Option != 0 && options.HasFlag(w.Option)).Select(w => w.Word));
    }
}
