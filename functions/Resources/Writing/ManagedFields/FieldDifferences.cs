namespace CloudOrchestrator.Resources.Writing.ManagedFields;

/// <summary>The differences at one place and below, put together from below: a node is made only where there is a difference.</summary>
internal struct FieldDifferences
{
    public FieldTree? Added;
    public FieldTree? Modified;
    public FieldTree? Removed;

    /// <summary>Notes that the place itself differs.</summary>
    public void Mark(bool added, bool modified, bool removed)
    {
        Mark(ref Added, added);
        Mark(ref Modified, modified);
        Mark(ref Removed, removed);
    }

    /// <summary>Takes over the differences below.</summary>
    public void Take(string element, in FieldDifferences below)
    {
        Take(ref Added, element, below.Added);
        Take(ref Modified, element, below.Modified);
        Take(ref Removed, element, below.Removed);
    }

    private static void Mark(ref FieldTree? tree, bool isMember)
    {
        if (!isMember)
        {
            return;
        }

        // What is below was taken over before this.
        if (tree is null)
        {
            tree = FieldTree.Leaf;
        }
        else
        {
            tree.IsMember = true;
        }
    }

    private static void Take(ref FieldTree? tree, string element, FieldTree? below)
    {
        if (below is not null)
        {
            (tree ??= new FieldTree()).Add(element, below);
        }
    }
}
