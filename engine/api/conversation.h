// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace trutina::engine {

/// One turn of a conversation. `role` is "system", "user" or "assistant"; anything else is refused ("conversation.role").
/// `content` is UTF-8 and reaches the model byte for byte, control strings included (specification 6.1).
struct Message {
    std::string role;
    std::string content;
    bool operator==(const Message&) const = default;
};

/// How a medium is read. Automatic: told by its content; an animated picture is a picture, its first frame.
enum class MediaReading { Automatic, Image, Video };

struct MediaInput {
    std::filesystem::path path;
    MediaReading as = MediaReading::Automatic;
    bool operator==(const MediaInput&) const = default;
};

/// One answer to be weighed. Usually a single assistant turn.
struct Candidate {
    std::vector<Message> messages;
    std::vector<MediaInput> media; ///< added after the prompt's media, for this candidate alone
};

/// A prompt and its candidates. Without candidates, `messages` is a whole conversation and gets one score.
struct Conversation {
    std::vector<Message> messages;
    std::vector<MediaInput> media;
    std::vector<Candidate> candidates;
};

} // namespace trutina::engine
