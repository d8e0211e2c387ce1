// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/batch.h"
#include "engine/api/media_info.h"
#include "engine/api/memory.h"
#include "engine/api/model_info.h"
#include "engine/api/probe.h"
#include "engine/api/progress.h"
#include "engine/api/scoring.h"
#include "engine/api/training.h"
#include "engine/api/video.h"

#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

namespace trutina::engine {

/// Ids and pieces of one text or one whole sequence.
struct TokenSequence {
    std::vector<std::int32_t> ids;   ///< -100 at image positions
    std::vector<std::string> pieces; ///< one per id; "<image>" at image positions
};

/// Turns text into ids (specification 2). Threads: const members may be called from several threads at once.
class TextEncoder {
  public:
    virtual ~TextEncoder() = default;
    /// UTF-8 to ids; `bos` puts id 1 in front.
    [[nodiscard]] virtual TokenSequence encode(std::string_view text, bool bos) const = 0;
    /// The sequence of a whole conversation, chat template and reward token included; with candidates, of its messages and the
    /// first candidate's. Media placeholders count no positions here.
    [[nodiscard]] virtual TokenSequence encodeChat(const Conversation& conversation) const = 0;
};

/// A loaded reward model. Threads: weights are shared and constant; calls are made by one thread at a time.
class RewardModel {
  public:
    virtual ~RewardModel() = default;
    [[nodiscard]] virtual const ModelInfo& info() const = 0;
    [[nodiscard]] virtual const TextEncoder& textEncoder() const = 0;
    /// Throws Failure, or Cancelled within one decoder layer of a stop request.
    [[nodiscard]] virtual ScoreResult score(const ScoreRequest& request, std::stop_token stop, const ProgressSink& progress) = 0;
    /// Scores a row of requests until the source ends or a stop is requested (then Cancelled is thrown; what the sink
    /// received stays). A request that fails does not end the row. Source and sink are called on the calling thread.
    virtual void scoreAll(const RequestSource& source, const OutcomeSink& sink, const BatchOptions& options, std::stop_token stop,
                          const ProgressSink& progress) = 0;
    [[nodiscard]] virtual ProbeResult probe(const ProbeRequest& request, std::stop_token stop, const ProgressSink& progress) = 0;
    /// How the model was loaded and what it needs.
    [[nodiscard]] virtual const MemoryPlan& plan() const = 0;
    [[nodiscard]] virtual CacheUse prefixCache() const = 0;
    virtual void setPrefixCacheBudget(std::int64_t bytes) = 0; ///< drops what no longer fits; 0 drops all
    /// The whole sequence with -100 at each image position; encodes no media. With candidates: that of the first one.
    [[nodiscard]] virtual TokenSequence sequence(const ScoreRequest& request) const = 0;
};

/// The door of the engine library. Everything above the engine works through this interface, which is torch-free.
/// Threads: const members from any thread.
class Engine {
  public:
    virtual ~Engine() = default;
    [[nodiscard]] virtual std::string version() const = 0;
    /// Every device that could be asked for, with the reason where it cannot be used. Never throws for an absent GPU.
    [[nodiscard]] virtual std::vector<DeviceInfo> devices() const = 0;
    /// Measured anew, for about a third of a second. `threads` as in LoadOptions.
    [[nodiscard]] virtual ComputeRates computeRates(int threads) const = 0;
    [[nodiscard]] virtual ModelInspection inspectModel(const std::filesystem::path& directory) const = 0;
    [[nodiscard]] virtual MediaInspection inspectMedia(const std::filesystem::path& file,
                                                       const MediaInspectionOptions& options) const = 0;
    /// `file` is a SentencePiece model or a model folder.
    [[nodiscard]] virtual std::unique_ptr<TextEncoder> loadTextEncoder(const std::filesystem::path& file) const = 0;
    /// How a model would be loaded for a workload, and whether it fits; loads no weights. Throws Failure as inspectModel.
    [[nodiscard]] virtual MemoryPlan planMemory(const LoadOptions& options, const WorkloadShape& workload) const = 0;
    [[nodiscard]] virtual std::unique_ptr<VideoFrames> openVideo(const std::filesystem::path& file) const = 0;
    /// Image features kept on disk, for any model. `directory` may be empty as in LoadOptions. The budget is told as 0: each
    /// model brings its own. Never throws.
    [[nodiscard]] virtual CacheUse featureCache(const std::filesystem::path& directory) const = 0;
    virtual void clearFeatureCache(const std::filesystem::path& directory) const = 0;
    /// Preference training on the CPU (specification 8), from beginning to end; blocks. Where a stop is requested a checkpoint is
    /// saved and Cancelled is thrown. Throws Failure "training.*", "checkpoint.*", "file.not_written".
    [[nodiscard]] virtual TrainingSummary train(const TrainingJob& job, const TrainingData& data, std::stop_token stop,
                                                const TrainingSink& report) const = 0;
    /// What such a run would need at its largest. Reads no weights, but counts the tokens of the longest pairs. Throws as
    /// train().
    [[nodiscard]] virtual TrainingMemory planTraining(const TrainingJob& job, const TrainingData& data) const = 0;
    /// Writes the model of `base.directory` with `base.adapter` merged into it as a complete model folder: the same tensors in as
    /// many shards, as safetensors, in the types of the base. `output` must be absent or empty; it is complete or not there at
    /// all. Throws Failure "adapter.*", "checkpoint.*", "file.*", or Cancelled.
    [[nodiscard]] virtual MergeSummary mergeAdapter(const LoadOptions& base, const std::filesystem::path& output,
                                                    std::stop_token stop, const ProgressSink& progress) const = 0;
    [[nodiscard]] virtual std::unique_ptr<RewardModel> loadModel(const LoadOptions& options, std::stop_token stop,
                                                                 const ProgressSink& progress) const = 0;
};

/// The engine lives in a shared library of its own, opened at run time so that the window shows before LibTorch is mapped.
/// Its one exported symbol returns a new Engine, or null when `interfaceVersion` is not the one it was built with.
inline constexpr int kInterfaceVersion = 4;
inline constexpr const char* kFactorySymbol = "trutina_create_engine";
using EngineFactory = Engine* (*)(int interfaceVersion);

} // namespace trutina::engine
