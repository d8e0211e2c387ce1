// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/model_info.h"

#include <cstdint>
#include <string>
#include <vector>

namespace trutina::engine {

/// The largest request that a plan must carry. The default is a picture of nine tiles with four answers of 300 tokens.
struct WorkloadShape {
    int visionTiles = 10; ///< of one medium, global view included
    int promptTokens = 4181;
    int candidates = 4;
    int candidateTokens = 300; ///< of each candidate's own part
};

/// Where the weights of the layers lie while a model computes.
enum class WeightPlacement {
    Mapped,    ///< used as they lie in the file map: no copy
    Converted, ///< copied once into the compute type
    Streamed,  ///< one layer at a time is brought into a reused buffer
};

/// What a model will need for a workload, and how it will compute to get by with it. Bytes are by formula (docs/memory.md).
struct MemoryPlan {
    std::string computeType; ///< as in ModelInfo
    std::string weightType;  ///< as stored, or "int8"
    WeightPlacement placement = WeightPlacement::Mapped;
    int parallelCandidates = 0;     ///< at most so many candidates go through a layer together; 0: all
    int rowsAtOnce = 512;           ///< rows that go through the feed-forward part together
    bool featuresOffLoaded = false; ///< image features leave the device while the prompt is read
    bool filePagesKept = true;      ///< false: the pages of a layer are given back after use, and read again for the next request
    std::int64_t mappedBytes = 0;   ///< of the files: the system takes these pages back under pressure
    std::int64_t weightBytes = 0;   ///< copies of weights, or the buffer of one layer
    std::int64_t keyValueBytes = 0; ///< of the prompt, where it is kept for later requests, and of the layer in work
    std::int64_t activationBytes = 0; ///< of the decoder
    std::int64_t visionBytes = 0;     ///< of the vision tower; not at the same time as the decoder's
    std::int64_t otherBytes = 0;      ///< tokenizer, code of the libraries and their working memory
    /// Budget of kept keys and values. What the workload does not fill of it may come on top of peakBytes later.
    std::int64_t prefixCacheBytes = 0;
    std::int64_t peakBytes = 0; ///< expected growth of the process over what it held before the model
    std::int64_t freeBytes = 0; ///< what the plan had to fit into; 0: unknown
    bool fits = true;
    std::vector<std::string> fallbacks; ///< one sentence for each thing that was reduced to fit, in order
    std::string summary;                ///< one sentence for people: what was chosen and what it needs
};

/// A cache with a limit in bytes; what was used least recently goes first.
struct CacheUse {
    std::int64_t bytes = 0;
    std::int64_t budgetBytes = 0;
    std::int64_t entries = 0;
};

} // namespace trutina::engine
