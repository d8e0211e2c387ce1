// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/services/scoring_request.h"

#include "engine/api/error.h"
#include "storage/records/error.h"

#include <algorithm>
#include <iterator>
#include <string>

namespace trutina::services {

namespace {

constexpr const char* kEightBits = "int8"; // weights as they are stored are part of the model's hash

engine::MediaReading readingOf(storage::MediaReading reading) {
    switch (reading) {
    case storage::MediaReading::Image:
        return engine::MediaReading::Image;
    case storage::MediaReading::Video:
        return engine::MediaReading::Video;
    case storage::MediaReading::Automatic:
        break;
    }
    return engine::MediaReading::Automatic;
}

std::vector<engine::MediaInput> presentMedia(const std::vector<storage::MediaRecord>& media, int itemNumber) {
    std::vector<engine::MediaInput> inputs;
    for (const storage::MediaRecord& record : media) {
        const std::string name = "“" + record.originalName + "” of item " + std::to_string(itemNumber);
        if (record.state == storage::MediaState::Missing) {
            throw storage::Failure("media.missing", "The file " + name + " is no longer where the project expects it.",
                                   "Put it back, or show Trutina its new place.", record.path.string());
        }
        if (record.state == storage::MediaState::Changed) {
            throw storage::Failure("media.changed", "The file " + name + " has changed since it was added.",
                                   "Bring back the old file, or add the item again with the new one.", record.path.string());
        }
        inputs.push_back({record.path, readingOf(record.as)});
    }
    return inputs;
}

} // namespace

std::vector<engine::Message> messagesOf(const std::vector<storage::Turn>& turns) {
    std::vector<engine::Message> messages;
    messages.reserve(turns.size());
    std::transform(turns.begin(), turns.end(), std::back_inserter(messages), [](const storage::Turn& turn) {
        return engine::Message{turn.role, turn.content};
    });
    return messages;
}

std::vector<engine::MediaInput> mediaOf(const std::vector<storage::NewMedia>& media) {
    std::vector<engine::MediaInput> inputs;
    inputs.reserve(media.size());
    std::transform(media.begin(), media.end(), std::back_inserter(inputs), [](const storage::NewMedia& medium) {
        return engine::MediaInput{medium.file, readingOf(medium.as)};
    });
    return inputs;
}

engine::Conversation conversationOf(const storage::ItemRecord& item) {
    engine::Conversation conversation;
    conversation.messages = messagesOf(item.prompt);
    conversation.media = presentMedia(item.media, item.number);
    for (const storage::CandidateRecord& candidate : item.candidates) {
        conversation.candidates.push_back({messagesOf(candidate.turns), presentMedia(candidate.media, item.number)});
    }
    return conversation;
}

engine::Conversation draftOf(const storage::ItemRecord& item, storage::CandidateId candidate, const std::string& text) {
    const auto found = std::ranges::find(item.candidates, candidate, &storage::CandidateRecord::id);
    if (found == item.candidates.end()) {
        throw storage::Failure("candidate.not_found", "This answer is no longer part of the item.", "Open the item again.");
    }
    engine::Conversation conversation;
    conversation.messages = messagesOf(item.prompt);
    conversation.media = presentMedia(item.media, item.number);
    conversation.candidates.push_back({messagesOf(found->turns), presentMedia(found->media, item.number)});
    auto& turns = conversation.candidates.front().messages;
    if (turns.empty()) {
        turns.push_back({"assistant", {}});
    }
    turns.back().content = text;
    return conversation;
}

storage::MeasurementSetting settingOf(const engine::ModelInfo& model, const engine::ScoreOptions& options) {
    return {model.hash,
            model.name,
            model.computeType,
            model.device,
            options.hdNum,
            options.maxLength,
            model.engineVersion,
            model.inspection.trained,
            model.weightType == kEightBits ? model.weightType : std::string(),
            options.frameLabels};
}

std::vector<storage::NewMeasurement> measurementsOf(const storage::ItemRecord& item, const engine::ScoreResult& result,
                                                    const storage::MeasurementSetting& setting) {
    if (result.scores.size() != item.candidates.size()) {
        throw engine::Failure("internal.scores", "The model gave a wrong number of scores.", "Please report this with the log.",
                              std::to_string(result.scores.size()) + " scores for " + std::to_string(item.candidates.size()) +
                                  " candidates");
    }
    std::vector<storage::NewMeasurement> measurements;
    for (std::size_t i = 0; i < item.candidates.size(); ++i) {
        measurements.push_back({item.candidates[i].id,
                                storage::MeasurementKind::Score,
                                setting,
                                {static_cast<double>(result.scores[i])},
                                i < result.truncated.size() && result.truncated[i]});
    }
    return measurements;
}

std::vector<storage::MeasurementRecord> completeScores(const storage::ItemRecord& item,
                                                       const std::vector<storage::MeasurementRecord>& records) {
    std::vector<storage::MeasurementRecord> scores;
    for (const storage::CandidateRecord& candidate : item.candidates) {
        const auto found = std::find_if(records.begin(), records.end(), [&](const storage::MeasurementRecord& record) {
            return record.candidate == candidate.id && record.kind == storage::MeasurementKind::Score && !record.values.empty();
        });
        if (found == records.end()) {
            return {};
        }
        scores.push_back(*found);
    }
    return scores;
}

} // namespace trutina::services
