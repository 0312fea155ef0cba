namespace CloudOrchestrator.FakeAzureStorage.Tables.Filters;

internal sealed record FilterToken(FilterTokenKind Kind, string Text, object? Value = null);
