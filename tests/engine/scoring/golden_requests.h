// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "engine/scoring/engine_facade.h"
#include "tests/support/golden.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace trutina::testing {

inline std::vector<engine::Message> messagesOf(const nlohmann::json& chat) {
    std::vector<engine::Message> messages;
    for (const auto& message : chat) {
        messages.push_back({message.at("role"), message.at("content")});
    }
    return messages;
}

/// A media name in a case is relative to media/, unless it has a folder.
inline std::vector<engine::MediaInput> mediaOf(const nlohmann::json& names) {
    std::vector<engine::MediaInput> media;
    for (const std::string name : names) {
        media.push_back({goldenDirectory() / (name.find('/') == std::string::npos && name != "media" ? "media/" + name : name)});
    }
    return media;
}

/// A whole conversation of scores.json as a request.
inline engine::ScoreRequest requestOf(const nlohmann::json& entry) {
    engine::ScoreRequest request;
    request.conversation.messages = messagesOf(entry.at("chat"));
    request.conversation.media = mediaOf(entry.at("images"));
    request.options.hdNum = entry.value("hd_num", 9);
    request.options.maxLength = entry.value("max_length", 16384);
    request.options.frameLabels = false; // the golden values are made so
    return request;
}

/// A batch of batches.json as a request: one candidate for each chat. Pictures that all of them show are the prompt's.
inline engine::ScoreRequest batchRequestOf(const nlohmann::json& batch) {
    engine::ScoreRequest request;
    request.options.hdNum = batch.at("hd_num");
    request.options.maxLength = batch.at("max_length");
    request.options.frameLabels = false; // the golden values are made so
    const auto& images = batch.at("images");
    const bool same = std::all_of(images.begin(), images.end(), [&](const auto& other) { return other == images[0]; });
    if (same) {
        request.conversation.media = mediaOf(images[0]);
    }
    for (std::size_t i = 0; i < batch.at("chats").size(); ++i) {
        request.conversation.candidates.push_back(
            {messagesOf(batch.at("chats")[i]), same ? std::vector<engine::MediaInput>{} : mediaOf(images[i])});
    }
    return request;
}

/// Tolerance of scores (golden/README.md).
inline double scoreTolerance(double score) {
    return 1e-4 + 1e-4 * (score < 0 ? -score : score);
}

inline const nlohmann::json& scoreCases() {
    static const nlohmann::json cases = goldenJson("scores.json").at("cases");
    return cases;
}

/// `lossy.mp4` may be decoded a little differently by another FFmpeg (golden/README.md).
inline double toleranceOf(const nlohmann::json& entry) {
    return entry.at("exact_pixels").get<bool>() ? scoreTolerance(entry.at("score")) : 0.2;
}

/// The golden checkpoints, each loaded once, through the facade.
class GoldenModels {
  public:
    explicit GoldenModels(engine::ComputeType type = engine::ComputeType::Float32) : m_type(type) {}
    engine::RewardModel& operator[](const std::string& checkpoint) {
        auto& model = m_models[checkpoint];
        if (!model) {
            engine::LoadOptions options;
            options.directory = goldenFile("checkpoints/" + checkpoint);
            options.computeType = m_type;
            model = engine::EngineFacade().loadModel(options, {}, {});
        }
        return *model;
    }

  private:
    engine::ComputeType m_type;
    std::map<std::string, std::unique_ptr<engine::RewardModel>> m_models;
};

} // namespace trutina::testing
