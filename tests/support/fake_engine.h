// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/api/engine.h"
#include "engine/api/error.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <mutex>
#include <new>
#include <string>
#include <thread>
#include <utility>
#include <vector>

namespace trutina::testing {

/// What a test steers a FakeEngine with, and sees of it. Threads: any.
struct FakeControl {
    std::atomic<bool> hold = false;        ///< scoring and loading wait (cancellably) while set
    std::atomic<int> stepMilliseconds = 0; ///< per step of scoring; there are ten
    std::atomic<int> opened = 0;           ///< engines made
    std::atomic<int> loaded = 0;
    std::atomic<int> scoring = 0; ///< calls of score() that are running
    std::atomic<int> scored = 0;  ///< that came to an end with scores
    std::atomic<int> cancelled = 0;
    std::atomic<bool> holdFrames = false; ///< decoding of videos waits while set
    std::atomic<int> frames = 0;          ///< video frames decoded
    std::atomic<std::int64_t> prefixBudget = 1 << 20;
    std::atomic<int> featureCachesCleared = 0;

    void noteBegun(const std::string& prompt) {
        const std::lock_guard lock(m_mutex);
        m_begun.push_back(prompt);
    }
    void noteKept(engine::Keep keep) {
        const std::lock_guard lock(m_mutex);
        m_kept = keep;
    }
    /// What the latest request asked to be kept.
    [[nodiscard]] engine::Keep kept() const {
        const std::lock_guard lock(m_mutex);
        return m_kept;
    }
    /// The last user texts of what was begun, in order.
    [[nodiscard]] std::vector<std::string> begun() const {
        const std::lock_guard lock(m_mutex);
        return m_begun;
    }

    /// A step that takes its time and can be cancelled in it.
    void step(const std::stop_token& stop) {
        const auto end = std::chrono::steady_clock::now() + std::chrono::milliseconds(stepMilliseconds);
        while (hold || std::chrono::steady_clock::now() < end) {
            if (stop.stop_requested()) {
                break;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        if (stop.stop_requested()) {
            ++cancelled;
            throw engine::Cancelled();
        }
    }

  private:
    mutable std::mutex m_mutex;
    std::vector<std::string> m_begun;
    engine::Keep m_kept = engine::Keep::Nothing;
};

/// The score that the fake gives: a quarter of the length of the text, so that tests can tell it.
inline float fakeScore(const std::string& text) {
    return static_cast<float>(text.size()) / 4.0F;
}

inline std::string joinedText(const std::vector<engine::Message>& messages) {
    std::string text;
    for (const engine::Message& message : messages) {
        text += message.content;
    }
    return text;
}

class FakeTextEncoder : public engine::TextEncoder {
  public:
    [[nodiscard]] engine::TokenSequence encode(std::string_view text, bool bos) const override {
        engine::TokenSequence sequence;
        if (bos) {
            sequence.ids.push_back(1);
            sequence.pieces.emplace_back("<s>");
        }
        for (const char letter : text) {
            sequence.ids.push_back(static_cast<unsigned char>(letter));
            sequence.pieces.emplace_back(1, letter);
        }
        return sequence;
    }
    [[nodiscard]] engine::TokenSequence encodeChat(const engine::Conversation& conversation) const override {
        return encode(joinedText(conversation.messages), true);
    }
};

class FakeModel : public engine::RewardModel {
  public:
    FakeModel(engine::ModelInfo info, engine::MemoryPlan plan, std::shared_ptr<FakeControl> control)
        : m_info(std::move(info)), m_control(std::move(control)), m_plan(std::move(plan)) {}

    [[nodiscard]] const engine::ModelInfo& info() const override { return m_info; }
    [[nodiscard]] const engine::TextEncoder& textEncoder() const override { return m_encoder; }

    [[nodiscard]] engine::ScoreResult score(const engine::ScoreRequest& request, std::stop_token stop,
                                            const engine::ProgressSink& progress) override {
        const engine::Conversation& conversation = request.conversation;
        m_control->noteBegun(conversation.messages.empty() ? std::string() : conversation.messages.back().content);
        m_control->noteKept(request.options.keep);
        ++m_control->scoring;
        struct Leave {
            FakeControl& control;
            ~Leave() { --control.scoring; }
        } leave{*m_control};
        constexpr int kSteps = 10;
        for (int step = 0; step < kSteps; ++step) {
            progress({step < 2 ? engine::Stage::DecodingMedia : engine::Stage::ScoringCandidates, step / double{kSteps}, {}});
            m_control->step(stop);
        }
        const std::string prompt = joinedText(conversation.messages);
        if (prompt.find("FAIL") != std::string::npos) {
            throw engine::Failure("fake.refused", "The fake model refuses this prompt.", "Ask for something else.");
        }
        if (prompt.find("MEMORY") != std::string::npos) {
            throw std::bad_alloc();
        }
        engine::ScoreResult result;
        result.promptTokens = static_cast<int>(prompt.size());
        if (conversation.candidates.empty()) {
            result.scores = {fakeScore(prompt)};
            result.candidateTokens = {0};
        }
        for (const engine::Candidate& candidate : conversation.candidates) {
            const std::string text = joinedText(candidate.messages);
            result.scores.push_back(fakeScore(text));
            result.candidateTokens.push_back(static_cast<int>(text.size()));
        }
        result.statistics.floatingPointOperations = 1e9 * (10.0 + static_cast<double>(result.scores.size()));
        result.truncated.assign(result.scores.size(), false);
        for (std::size_t i = 0; i < result.scores.size(); ++i) {
            result.order.push_back(static_cast<int>(i));
            if (request.options.positions) {
                result.positions.push_back({0.5F, result.scores[i]});
            }
        }
        std::stable_sort(result.order.begin(), result.order.end(), [&](int a, int b) {
            return result.scores[static_cast<std::size_t>(a)] > result.scores[static_cast<std::size_t>(b)];
        });
        progress({engine::Stage::ScoringCandidates, 1.0, {}});
        ++m_control->scored;
        return result;
    }

    void scoreAll(const engine::RequestSource& source, const engine::OutcomeSink& sink, const engine::BatchOptions& options,
                  std::stop_token stop, const engine::ProgressSink& progress) override {
        for (std::int64_t place = options.firstRequest;; ++place) {
            engine::RequestOutcome outcome;
            try {
                const auto request = source();
                if (!request) {
                    return;
                }
                outcome = score(*request, stop, progress);
            } catch (const engine::Failure& failure) {
                outcome = failure.error();
            } catch (const std::bad_alloc&) {
                outcome = engine::Error{"memory.exhausted", "There was not enough memory for this step.", {}, {}};
            }
            if (place >= options.deliverFrom) {
                sink(std::move(outcome));
            }
        }
    }

    [[nodiscard]] engine::ProbeResult probe(const engine::ProbeRequest& request, std::stop_token stop,
                                            const engine::ProgressSink& progress) override {
        engine::ProbeResult result;
        result.whole = score({request.conversation, request.options}, std::move(stop), progress);
        if (request.media && !request.conversation.media.empty()) {
            engine::HiddenPart blind;
            for (const float value : result.whole.scores) {
                blind.scores.push_back(value - 1);
            }
            result.parts.push_back(std::move(blind));
        }
        return result;
    }

    [[nodiscard]] const engine::MemoryPlan& plan() const override { return m_plan; }
    [[nodiscard]] engine::CacheUse prefixCache() const override {
        return {m_cacheBytes, m_control->prefixBudget, m_cacheBytes > 0 ? 1 : 0};
    }
    void setPrefixCacheBudget(std::int64_t bytes) override {
        m_control->prefixBudget = bytes;
        m_cacheBytes = std::min(m_cacheBytes, bytes);
    }

    [[nodiscard]] engine::TokenSequence sequence(const engine::ScoreRequest& request) const override {
        engine::TokenSequence sequence = m_encoder.encodeChat(request.conversation);
        sequence.ids.insert(sequence.ids.begin() + 1, request.conversation.media.size(), -100);
        sequence.pieces.insert(sequence.pieces.begin() + 1, request.conversation.media.size(), "<image>");
        return sequence;
    }

  private:
    engine::ModelInfo m_info;
    std::shared_ptr<FakeControl> m_control;
    FakeTextEncoder m_encoder;
    engine::MemoryPlan m_plan;
    std::int64_t m_cacheBytes = 1 << 18;
};

/// A video of thirty frames in one grey each, eight steps brighter than the one before.
class FakeVideo : public engine::VideoFrames {
  public:
    explicit FakeVideo(std::shared_ptr<FakeControl> control = std::make_shared<FakeControl>()) : m_control(std::move(control)) {
        m_facts.width = 64;
        m_facts.height = 36;
        m_facts.framesPerSecond = 10;
        m_facts.frames = 30;
        m_facts.durationSeconds = 3;
        m_facts.sampled = {0, 10, 20};
    }
    [[nodiscard]] const engine::VideoFacts& facts() const override { return m_facts; }
    [[nodiscard]] engine::VideoFrame frame(std::int64_t number, int, int) override {
        while (m_control->holdFrames) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
        ++m_control->frames;
        engine::VideoFrame frame{
            number, static_cast<double>(number) / m_facts.framesPerSecond, m_facts.width, m_facts.height, {}};
        frame.rgb.assign(static_cast<std::size_t>(m_facts.width) * static_cast<std::size_t>(m_facts.height) * 3,
                         static_cast<std::uint8_t>(number * 8));
        return frame;
    }

  private:
    std::shared_ptr<FakeControl> m_control;
    engine::VideoFacts m_facts;
};

/// An engine without LibTorch: slow when told so, cancellable, with scores that can be told.
/// Folders called "missing…" hold no model, "broken…" cannot be loaded, "huge…" take too much memory.
/// Files called "sound…" hold no video; every other file that is there is a FakeVideo.
class FakeEngine : public engine::Engine {
  public:
    explicit FakeEngine(std::shared_ptr<FakeControl> control = std::make_shared<FakeControl>()) : m_control(std::move(control)) {
        ++m_control->opened;
    }

    [[nodiscard]] std::string version() const override { return "fake 1"; }
    [[nodiscard]] std::vector<engine::DeviceInfo> devices() const override {
        return {{{engine::DeviceKind::Cpu, 0}, "Fake processor", true, {}, 1 << 30, 1 << 29}};
    }
    [[nodiscard]] engine::ComputeRates computeRates(int) const override { return {100, 200}; }
    [[nodiscard]] engine::ModelInspection inspectModel(const std::filesystem::path& directory) const override {
        if (begins(directory, "missing")) {
            throw engine::Failure("model.not_found", "There is no model in " + directory.string() + ".",
                                  "Choose a folder with config.json.");
        }
        engine::ModelInspection inspection;
        inspection.architecture = "Fake";
        inspection.storedType = "float32";
        inspection.trained = false;
        if (begins(directory, "broken")) {
            inspection.missing = {"score.weight"};
        }
        return inspection;
    }
    [[nodiscard]] engine::MediaInspection inspectMedia(const std::filesystem::path& file,
                                                       const engine::MediaInspectionOptions& options) const override {
        if (!std::filesystem::exists(file)) {
            throw engine::Failure("media.not_found", "There is no file " + file.string() + ".", "Check the path.");
        }
        engine::MediaInspection inspection;
        inspection.width = 1;
        inspection.height = 2;
        inspection.tokens = options.hdNum;
        return inspection;
    }
    [[nodiscard]] std::unique_ptr<engine::TextEncoder> loadTextEncoder(const std::filesystem::path& file) const override {
        (void)inspectModel(file);
        return std::make_unique<FakeTextEncoder>();
    }
    [[nodiscard]] engine::MemoryPlan planMemory(const engine::LoadOptions& options, const engine::WorkloadShape&) const override {
        engine::MemoryPlan plan;
        plan.computeType = "float32";
        plan.weightType = options.int8Weights ? "int8" : "float32";
        plan.peakBytes = 1 << 28;
        plan.freeBytes = options.memoryLimitBytes > 0 ? options.memoryLimitBytes : 1 << 29;
        plan.fits = !begins(options.directory, "huge");
        plan.summary = "float32, 256 MiB of 512 MiB free.";
        return plan;
    }
    [[nodiscard]] std::unique_ptr<engine::VideoFrames> openVideo(const std::filesystem::path& file) const override {
        if (!std::filesystem::exists(file)) {
            throw engine::Failure("media.not_found", "There is no file " + file.string() + ".", "Check the path.");
        }
        if (begins(file, "sound")) {
            throw engine::Failure("media.no_video", "The file holds no video, only sound.", "Use a file with pictures in it.");
        }
        return std::make_unique<FakeVideo>(m_control);
    }
    [[nodiscard]] engine::CacheUse featureCache(const std::filesystem::path&) const override { return {1 << 20, 1 << 22, 3}; }
    void clearFeatureCache(const std::filesystem::path&) const override { ++m_control->featureCachesCleared; }
    /// Leaves the folders of a real run: a checkpoint when it is stopped, a result at the end.
    [[nodiscard]] engine::TrainingSummary train(const engine::TrainingJob& job, const engine::TrainingData& data,
                                                std::stop_token stop, const engine::TrainingSink& report) const override {
        if (begins(job.base.directory, "broken")) {
            throw engine::Failure("checkpoint.incomplete", "The base model is not complete.", "Choose another.");
        }
        const auto checkpoint = [&](std::int64_t step) { return job.output / ("checkpoint-" + std::to_string(step)); };
        engine::TrainingSummary summary;
        for (std::int64_t step = 1; job.resume && step < job.steps; ++step) {
            summary.steps = std::filesystem::exists(checkpoint(step)) ? step : summary.steps;
        }
        engine::TrainingReport told;
        told.steps = job.steps;
        if (!data.heldOut.empty() && summary.steps == 0) {
            summary.before = engine::HeldOutResult{0, 0.7, 0.5, static_cast<std::int64_t>(data.heldOut.size()), {}};
            told.heldOut = summary.before;
            report(told);
        }
        for (const std::int64_t first = summary.steps; summary.steps < job.steps; ++summary.steps) {
            try {
                m_control->step(stop);
            } catch (const engine::Cancelled&) {
                std::filesystem::remove_all(checkpoint(first));
                std::filesystem::create_directories(checkpoint(summary.steps));
                throw;
            }
            told.heldOut.reset();
            told.step.step = summary.steps + 1;
            told.step.loss = 1 / static_cast<double>(told.step.step);
            report(told);
        }
        if (!data.heldOut.empty()) {
            summary.after = engine::HeldOutResult{summary.steps, 0.2, 1, static_cast<std::int64_t>(data.heldOut.size()), {}};
        }
        summary.result = job.output / (job.recipe.mode == engine::TrainingMode::Full ? "model" : "adapter");
        std::filesystem::create_directories(summary.result);
        return summary;
    }
    [[nodiscard]] engine::TrainingMemory planTraining(const engine::TrainingJob&, const engine::TrainingData&) const override {
        engine::TrainingMemory memory;
        memory.peakBytes = 1 << 28;
        memory.freeBytes = 1 << 29;
        memory.summary = "256 MiB of 512 MiB free.";
        return memory;
    }
    [[nodiscard]] engine::MergeSummary mergeAdapter(const engine::LoadOptions&, const std::filesystem::path& output,
                                                    std::stop_token stop, const engine::ProgressSink&) const override {
        m_control->step(stop);
        return {output, 5, 0, {"model.safetensors"}};
    }
    [[nodiscard]] std::unique_ptr<engine::RewardModel> loadModel(const engine::LoadOptions& options, std::stop_token stop,
                                                                 const engine::ProgressSink& progress) const override {
        progress({engine::Stage::ReadingModel, 0.5, {}});
        m_control->step(stop);
        engine::ModelInfo info;
        info.inspection = inspectModel(options.directory);
        if (begins(options.directory, "broken")) {
            throw engine::Failure("checkpoint.tensor_missing", "The model in " + options.directory.string() + " is not complete.",
                                  "Download it again.", "missing: score.weight");
        }
        if (begins(options.directory, "huge")) {
            throw engine::Failure("memory.model", "The model needs more memory than there is.", "Choose --dtype bfloat16.");
        }
        info.name = options.directory.filename().string();
        info.hash = "sha256:" + info.name;
        info.computeType = "float32";
        info.weightType = options.int8Weights ? "int8" : "float32";
        info.device = "cpu";
        info.engineVersion = version();
        ++m_control->loaded;
        return std::make_unique<FakeModel>(info, planMemory(options, {}), m_control);
    }

  private:
    static bool begins(const std::filesystem::path& directory, const std::string& word) {
        return directory.filename().string().rfind(word, 0) == 0;
    }

    std::shared_ptr<FakeControl> m_control;
};

} // namespace trutina::testing
