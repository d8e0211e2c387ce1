// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/training/training_plan.h"

#include "engine/checkpoint/weight_source.h"
#include "engine/media/media_reader.h"
#include "engine/runtime/memory/machine_memory.h"
#include "engine/runtime/memory/memory_formula.h"
#include "engine/training/pair_batch.h"
#include "engine/training/training_run.h"
#include "engine/training/training_weights.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <functional>
#include <map>
#include <memory>
#include <utility>

namespace trutina::engine {

namespace {

constexpr std::int64_t kWide = 4; // bytes of a float32
constexpr std::int64_t kNarrow = 2;

std::int64_t elements(const std::vector<std::int64_t>& shape) {
    std::int64_t count = 1;
    for (const std::int64_t size : shape) {
        count *= size;
    }
    return count;
}

/// Parameters by what a trainer does with them.
struct Parameters {
    std::int64_t decoder = 0; ///< held as float32 copies
    std::int64_t vision = 0;  ///< tower and projector
    std::int64_t adapters = 0;
    std::int64_t trained = 0; ///< adapters included
    std::int64_t largestTrained = 0;
};

Parameters countParameters(const ModelConfig& config, const WeightReport& report, const TrainingRecipe& recipe) {
    Parameters counted;
    const auto train = [&](std::int64_t count) {
        counted.trained += count;
        counted.largestTrained = std::max(counted.largestTrained, count);
    };
    for (const ExpectedTensor& tensor : report.expected) {
        const std::int64_t count = elements(tensor.shape);
        (TrainingWeights::isFrozenVision(tensor.name) ? counted.vision : counted.decoder) += count;
        if (TrainingWeights::isTrained(tensor.name, recipe)) {
            train(count);
        }
    }
    if (recipe.mode == TrainingMode::Lora) {
        const auto rank = static_cast<std::int64_t>(recipe.loraRank);
        const std::int64_t hidden = config.hiddenSize;
        const std::int64_t inner = config.intermediateSize;
        const std::int64_t fused = hidden + 2 * config.keyValueHeads * config.headSize();
        for (const auto& [in, out] :
             {std::pair{hidden, fused}, {hidden, hidden}, {hidden, inner}, {hidden, inner}, {inner, hidden}}) {
            counted.adapters += config.layers * rank * (in + out);
            for (std::int64_t layer = 0; layer < config.layers; ++layer) {
                train(rank * in);
                train(rank * out);
            }
        }
    }
    return counted;
}

/// What autograd keeps of one layer for the way back, and what it makes on the way.
struct LayerBytes {
    std::int64_t kept = 0;
    std::int64_t passing = 0;
};

LayerBytes bytesOfLayer(const ModelConfig& config, std::int64_t rank, const TrainingRecipe& recipe, const TrainingLoad& load) {
    const std::int64_t hidden = config.hiddenSize;
    const std::int64_t inner = config.intermediateSize;
    const std::int64_t fused = hidden + 2 * config.keyValueHeads * config.headSize();
    const std::int64_t inputs = 4 * hidden + inner; // of the five linear maps; w1 and w3 share theirs
    // Two norms (each its rows and its result), queries, keys and values of every head, what attention gives, the middle; the
    // gate, w3 and their product.
    std::int64_t perRow = 9 * hidden + 3 * inner;
    std::int64_t perImageRow = inputs;
    const bool drops = recipe.dropout > 0;
    if (drops) {
        perImageRow += 2 * inputs; // what is kept of the rows, and which
    }
    perImageRow += 5 * rank;
    std::int64_t added = 0; // the product of an adapter, scaled and added
    if (recipe.mode == TrainingMode::Lora) {
        perRow += 5 * static_cast<std::int64_t>(recipe.loraRank) + (drops ? 2 * inputs : 0);
        added = 2 * inner + hidden;
    }
    LayerBytes bytes;
    bytes.kept = (perRow * load.rows + perImageRow * load.imageRows) * kWide;
    // Gradients of the gate's parts while they are made; results of linear maps before and after their additions.
    bytes.passing = load.rows * (3 * inner + fused + added) * kWide;
    // Attention of branches with a mask goes the plain way: weights of every head are kept, two more of their size come and go.
    const std::int64_t weights = config.heads * kWide;
    bytes.kept += load.scores * (weights + kWide + 1); // the mask as numbers and as truths
    bytes.passing += 2 * load.largestTree * weights;
    if (recipe.precision == TrainingPrecision::BFloat16) {
        const std::int64_t maps = hidden * (fused + hidden + 3 * inner);
        bytes.kept += inputs * load.rows * (kNarrow - kWide) + maps * kNarrow; // inputs are kept narrow, and so are the weights
        bytes.passing += load.rows * inner * kNarrow;
    }
    return bytes;
}

std::int64_t visionBytes(const ModelConfig& config, const WeightReport& report, std::int64_t parameters, std::int64_t storedBytes,
                         const TrainingLoad& load) {
    if (load.visionTiles == 0) {
        return 0;
    }
    ModelShape shape{config, report.sizes, 0, 0, storedBytes};
    RequestShape request;
    request.visionTiles = load.visionTiles;
    request.imageTokens = load.mediaTokens > 0
                              ? imageTokenCount(1, static_cast<int>(load.visionTiles - 1), static_cast<int>(config.mergedGrid()))
                              : 0;
    return parameters * kWide + MemoryFormula(shape).vision(ComputeLayout{}, request);
}

std::string sizeText(std::int64_t bytes) {
    std::array<char, 32> text{};
    constexpr double kGibibyte = 1 << 30;
    constexpr double kMebibyte = 1 << 20;
    const auto size = static_cast<double>(bytes);
    std::snprintf(text.data(), text.size(), size >= kGibibyte ? "%.1f GiB" : "%.0f MiB",
                  size >= kGibibyte ? size / kGibibyte : size / kMebibyte);
    return text.data();
}

std::size_t characters(const PreferencePair& pair) {
    std::size_t count = 0;
    for (const auto* side : {&pair.chosen, &pair.rejected}) {
        for (const Message& message : *side) {
            count += message.content.size();
        }
    }
    return count;
}

/// Looks for the largest micro-batch: the same pairs may be drawn several times, so that it is as many times the longest pair.
class LoadSearch {
  public:
    LoadSearch(const TrainingJob& job, const ModelConfig& config, const Tokenizer& tokenizer)
        : m_job(job), m_config(config), m_tokenizer(tokenizer) {}

    void look(const std::vector<PreferencePair>& pairs) {
        // Tokens follow characters closely enough that the longest pair is among those with the most of them.
        constexpr std::size_t kLookedAt = 32;
        std::vector<const PreferencePair*> order;
        for (const PreferencePair& pair : pairs) {
            order.push_back(&pair);
            for (const MediaInput& media : pair.media) {
                m_load.mediaTokens += m_media.contains({media.path, media.as}) ? 0 : tokensOf(media);
            }
        }
        const auto weight = [&](const PreferencePair* pair) {
            constexpr std::size_t kCharactersOfAToken = 4;
            std::size_t tokens = characters(*pair) / kCharactersOfAToken;
            for (const MediaInput& media : pair->media) {
                tokens += static_cast<std::size_t>(tokensOf(media));
            }
            return tokens;
        };
        const auto count = static_cast<std::ptrdiff_t>(std::min(kLookedAt, order.size()));
        std::ranges::partial_sort(order, order.begin() + count, std::greater<>{}, weight);
        for (auto pair = order.begin(); pair != order.begin() + count; ++pair) {
            int slot = 0;
            const PairBatch batch = packPairs(
                m_tokenizer, {**pair}, m_job.recipe.maxLength,
                [&](const MediaInput& media) {
                    return MediaPlace{slot++, tokensOf(media)};
                },
                m_job.recipe.shareBeginnings, m_job.recipe.generationWeight > 0);
            const auto rows = static_cast<std::int64_t>(batch.rows.positions.size());
            if (rows * m_job.pairsPerBatch > m_load.rows) {
                m_load.rows = rows * m_job.pairsPerBatch;
                m_load.imageRows = static_cast<std::int64_t>(batch.rows.imageRows.size()) * m_job.pairsPerBatch;
                m_load.said = static_cast<std::int64_t>(batch.rows.said.size()) * m_job.pairsPerBatch;
                m_load.scores = 0;
                m_load.largestTree = 0;
                for (const RowTree& tree : batch.rows.trees) {
                    const std::int64_t keys = tree.branches.back().end - tree.trunk.begin;
                    const std::int64_t scores = (keys - tree.trunk.size()) * keys;
                    m_load.scores += scores * m_job.pairsPerBatch;
                    m_load.largestTree = std::max(m_load.largestTree, scores);
                }
            }
        }
    }
    [[nodiscard]] const TrainingLoad& load() const { return m_load; }

  private:
    int tokensOf(const MediaInput& media) {
        const auto [known, isNew] = m_media.try_emplace({media.path, media.as}, 0);
        if (isNew) {
            MediaInspectionOptions options;
            options.hdNum = m_job.recipe.hdNum;
            options.tileSize = static_cast<int>(m_config.tileSize);
            options.training = m_job.recipe.pictures == TrainingPictures::AsTraining;
            options.as = media.as;
            const MediaInspection seen = inspectMediaFile(media.path, options, static_cast<int>(m_config.patchSize));
            known->second = seen.tokens;
            m_load.visionTiles = std::max<std::int64_t>(m_load.visionTiles, seen.visionTiles);
        }
        return known->second;
    }

    const TrainingJob& m_job;
    const ModelConfig& m_config;
    const Tokenizer& m_tokenizer;
    std::map<std::pair<std::filesystem::path, MediaReading>, int> m_media;
    TrainingLoad m_load;
};

} // namespace

TrainingMemory trainingMemory(const ModelConfig& config, const WeightReport& report, std::int64_t storedBytes,
                              const TrainingJob& job, const TrainingLoad& load) {
    const TrainingRecipe& recipe = job.recipe;
    const Parameters parameters = countParameters(config, report, recipe);
    const std::int64_t hidden = config.hiddenSize;
    TrainingMemory memory;
    memory.rows = load.rows;
    memory.trainedParameters = parameters.trained;
    memory.weightBytes = (parameters.decoder + parameters.adapters) * kWide;
    memory.visionBytes = visionBytes(config, report, parameters.vision, storedBytes, load);
    memory.gradientBytes = parameters.trained * kWide;
    memory.momentBytes = 2 * parameters.trained * kWide;
    memory.mediaBytes = std::min(load.mediaTokens * hidden * kWide, job.mediaBytes);

    const LayerBytes layer = bytesOfLayer(config, report.sizes.partialLoraRank, recipe, load);
    const std::int64_t state = load.rows * hidden * kWide;
    const std::int64_t states = recipe.checkpointLayers ? config.layers * state : 0;
    const std::int64_t graphs = (recipe.checkpointLayers ? 1 : config.layers) * layer.kept;
    // The embedded rows and their parts; the gradient that goes back; the gradient of one weight before it is added to the
    // others.
    const std::int64_t around = 4 * state + hidden * config.intermediateSize * kWide;
    // Log-likelihoods of all tokens at each that is said, their exponentials and the way back.
    const std::int64_t generation = recipe.generationWeight > 0 ? 3 * load.said * config.vocabularySize * kWide : 0;
    memory.activationBytes = states + graphs + layer.passing + around + generation;
    memory.stepBytes = parameters.largestTrained * 4 * kWide; // squares of a gradient in double precision
    memory.otherBytes = MemoryFormula({config, report.sizes, 0, 0, storedBytes}).constant();
    memory.peakBytes = memory.weightBytes + memory.visionBytes + memory.gradientBytes + memory.momentBytes + memory.mediaBytes +
                       std::max(memory.activationBytes, memory.stepBytes) + memory.otherBytes;
    return memory;
}

TrainingMemory planTrainingRun(const TrainingJob& job, const TrainingData& data) {
    requireSense(job, data);
    const ModelConfig config = readModelConfig(job.base.directory);
    const auto source = openWeights(job.base.directory);
    const WeightReport report = reportWeights(config, *source);
    requireComplete(report);
    const Tokenizer tokenizer(job.base.directory / "tokenizer.model");
    LoadSearch search(job, config, tokenizer);
    for (const auto& set : data.sets) {
        search.look(set);
    }
    search.look(data.heldOut);
    const auto storedBytes = static_cast<std::int64_t>(elementSize(source->tensors().at("model.norm.weight").type));
    TrainingMemory memory = trainingMemory(config, report, storedBytes, job, search.load());
    const FreeMemory free = limited(readFreeMemory(), job.base.memoryLimitBytes);
    memory.freeBytes = free.residentBytes == kUnlimitedBytes ? 0 : free.residentBytes;
    memory.fits = memory.peakBytes <= free.residentBytes;
    memory.summary = sizeText(memory.peakBytes) + " for " + std::to_string(memory.trainedParameters) +
                     " trained parameters and " + std::to_string(memory.rows) + " rows at a time" +
                     (memory.freeBytes > 0 ? ", of " + sizeText(memory.freeBytes) + " free" : std::string()) +
                     (memory.fits ? "." : ": too much. Use --mode lora, a smaller --batch-size, --max-length or --hd-num.");
    return memory;
}

} // namespace trutina::engine
