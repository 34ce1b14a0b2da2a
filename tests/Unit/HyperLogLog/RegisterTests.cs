using CacheStorm.Plugins.HyperLogLog;
using CsCheck;

namespace CacheStorm.UnitTests.HyperLogLog;

/// <summary>Both forms of the registers against an array of them.</summary>
public class RegisterTests
{
    // Registers near each other, so that runs are split and united.
    private static readonly Gen<ElementHash> Element =
        from register in Gen.OneOf(Gen.Int[0, 40], Gen.Int[16_340, 16_383], Gen.Int[0, 16_383])
        from rank in Gen.OneOf(Gen.Int[1, 3], Gen.Int[1, 32], Gen.Int[1, 51])
        select new ElementHash(register, rank);

    [Fact]
    public void Raised_registers_hold_the_greatest_rank_in_either_form() =>
        Gen.Select(Element.Array[0, 600], Gen.OneOf(Gen.Const(3000), Gen.Int[0, 200])).Sample((elements, sparseMaxBytes) =>
        {
            byte[] model = new byte[HllFormat.Registers];
            byte[] registers = new byte[HllFormat.Registers];
            HllDraft draft = HllDraft.BeginEmpty();
            foreach (ElementHash element in elements)
            {
                bool holds = HllFormat.IsSparse(draft.Value) && SparseRegisters.Holds(draft.Value, element.Register, element.Rank);
                RegisterChange change = draft.Raise(element, sparseMaxBytes);
                bool raised = element.Rank > model[element.Register];
                Assert.Equal(raised ? RegisterChange.Raised : RegisterChange.None, change);
                Assert.False(holds && raised);
                model[element.Register] = Math.Max(model[element.Register], (byte)element.Rank);
            }

            Assert.True(HllFormat.IsFramed(draft.Value));
            Assert.True(!HllFormat.IsSparse(draft.Value) || draft.Value.Length <= Math.Max(sparseMaxBytes, SparseRegisters.EmptyBytes));
            Assert.True(RegisterMaximum.TryUnpack(draft.Value, registers));
            Assert.Equal(model, registers);
        }, iter: 300);

    [Fact]
    public void Both_forms_estimate_the_same() => Element.Array[0, 300].Sample(elements =>
    {
        HllDraft draft = HllDraft.BeginEmpty();
        foreach (ElementHash element in elements)
            draft.Raise(element with { Rank = Math.Min(element.Rank, 32) }, 100_000);
        var sparse = new RegisterHistogram();
        Assert.True(SparseRegisters.TryCount(draft.Value, ref sparse));
        Assert.True(draft.TryMakeDense());
        byte[] registers = new byte[HllFormat.Registers];
        DenseRegisters.Unpack(draft.Value[HllFormat.HeaderBytes..], registers);
        var dense = new RegisterHistogram();
        dense.Add(registers);

        Assert.Equal(sparse.Estimate(), dense.Estimate());
    }, iter: 200);

    [Fact]
    public void Packed_registers_are_those_set_one_by_one() =>
        Gen.Byte[0, 63].Array[HllFormat.Registers].Sample(registers =>
        {
            byte[] packed = new byte[DenseRegisters.Bytes];
            byte[] single = new byte[DenseRegisters.Bytes];
            single.AsSpan().Fill(0xFF);
            DenseRegisters.Pack(registers, packed);
            for (int i = 0; i < registers.Length; i++)
                DenseRegisters.Set(single, i, registers[i]);
            byte[] unpacked = new byte[HllFormat.Registers];
            DenseRegisters.Unpack(packed, unpacked);

            Assert.Equal(single, packed);
            Assert.Equal(registers, unpacked);
            for (int i = 0; i < registers.Length; i++)
                Assert.Equal(registers[i], DenseRegisters.Get(packed, i));
        }, iter: 20);

    [Fact]
    public void A_union_holds_the_greatest_of_each() =>
        Gen.Select(Element.Array[0, 200], Element.Array[0, 200], Gen.Bool).Sample((first, second, dense) =>
        {
            byte[] a = Value(first, dense);
            byte[] b = Value(second, dense: false);
            byte[] both = Value([.. first, .. second], dense: true);
            RegisterMaximum maximum = RegisterMaximum.Begin();
            Assert.True(maximum.TryAdd(a));
            Assert.True(maximum.TryAdd(b));
            byte[] expected = new byte[HllFormat.Registers];
            RegisterMaximum.TryUnpack(both, expected);
            Assert.Equal(expected, maximum.Registers.ToArray());

            HllDraft draft = HllDraft.BeginFrom(a);
            Assert.True(draft.TryRaiseAll(maximum.Registers, dense, 3000));
            byte[] merged = new byte[HllFormat.Registers];
            Assert.True(RegisterMaximum.TryUnpack(draft.Value, merged));
            Assert.Equal(expected, merged);
        }, iter: 200);

    [Fact]
    public void Broken_runs_are_refused_and_never_touch_what_is_not_theirs() =>
        Gen.Select(Gen.Byte.Array[0, 300], Element.Array[1, 20]).Sample((runs, elements) =>
        {
            byte[] value = new byte[HllFormat.HeaderBytes + runs.Length];
            HllFormat.WriteHeader(value, HllFormat.Sparse);
            runs.CopyTo(value, HllFormat.HeaderBytes);
            var histogram = new RegisterHistogram();
            byte[] registers = new byte[HllFormat.Registers];
            if (SparseRegisters.TryCount(value, ref histogram))
                Assert.True(SparseRegisters.TryUnpack(value, registers));
            HllDraft draft = HllDraft.BeginFrom(value);
            foreach (ElementHash element in elements)
                draft.Raise(element, 3000);
            draft.TryMakeDense();
        });

    [Fact]
    public void The_self_test_passes() => Assert.True(SelfTest.Run().IsEmpty);

    private static byte[] Value(ElementHash[] elements, bool dense)
    {
        HllDraft draft = HllDraft.BeginEmpty();
        foreach (ElementHash element in elements)
            draft.Raise(element, 3000);
        if (dense)
            draft.TryMakeDense();
        return draft.Value.ToArray();
    }
}
