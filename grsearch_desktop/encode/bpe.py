"""open_clip's own tokenizer, written as a `tokenizer.json` that gives the same ids."""

from collections.abc import Mapping, Sequence

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, pre_tokenizers

# The words of SimpleTokenizer's pattern; it ignores case, and the special tokens are added tokens.
WORDS = r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"


def bpe_tokenizer(
    vocabulary: Mapping[str, int], merges: Sequence[tuple[str, str]], special: Sequence[str]
) -> Tokenizer:
    """The byte-level BPE of CLIP: `merges` in their order, words ending in "</w>".

    Takes text that encode.cleaning has cleaned already; adds no special tokens of its own.
    """
    tokenizer = Tokenizer(
        models.BPE(vocab=dict(vocabulary), merges=list(merges), end_of_word_suffix="</w>")
    )
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(WORDS), behavior="removed", invert=True),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.add_special_tokens([AddedToken(token, normalized=False) for token in special])
    return tokenizer
