"""A sentence-transformers model of a few random numbers, in a folder."""

from __future__ import annotations

from pathlib import Path

from index.search.embedding import MiniLmEmbedder


def make_model(folder: Path, seed: int = 1, limit: int = 200) -> Path:
    """With the words of the packaged model; 32 dimensions."""
    import torch
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.sentence_transformer.modules import (
        Pooling,
        Transformer,
    )
    from transformers import AutoTokenizer, BertConfig, BertModel

    packaged = MiniLmEmbedder()._file("tokenizer.json").parent
    inner = folder.parent / f"{folder.name}-inner"
    torch.manual_seed(seed)
    small = BertConfig(
        hidden_size=32, intermediate_size=32, num_hidden_layers=1, num_attention_heads=2
    )
    BertModel(small).save_pretrained(inner)
    AutoTokenizer.from_pretrained(packaged, local_files_only=True).save_pretrained(inner)
    reads = Transformer(str(inner), max_seq_length=limit)
    model = SentenceTransformer(modules=[reads, Pooling(32)], device="cpu")
    model.save(str(folder))
    return folder
