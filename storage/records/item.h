// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/ids.h"
#include "storage/records/vote.h"

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace trutina::storage {

/// One turn before the answer, or one turn of an answer. Text is UTF-8, kept byte for byte.
struct Turn {
    std::string role; ///< "system", "user" or "assistant"
    std::string content;
    bool operator==(const Turn&) const = default;
};

enum class MediaReading { Automatic, Image, Video };

/// Where the bytes of a medium live; the user chooses per project.
enum class MediaPolicy {
    Copy,     ///< into the content-addressed folder beside the project file
    Reference ///< left where they are; a moved or changed file is noticed by its hash
};

/// A medium as it is put in.
struct NewMedia {
    std::filesystem::path file; ///< an existing file; its bytes are hashed, and copied when the policy says so
    MediaReading as = MediaReading::Automatic;
    bool isTemporary = false; ///< the file will go away: its bytes are copied whatever the policy says
    bool operator==(const NewMedia&) const = default;
};

/// Whether the bytes of a medium are where the project expects them.
enum class MediaState { Present, Missing, Changed };

struct MediaRecord {
    MediaId id;
    std::string sha256; ///< lower-case hexadecimal
    MediaReading as = MediaReading::Automatic;
    std::string originalName;   ///< file name when it was added
    std::filesystem::path path; ///< absolute, where the bytes are expected now
    bool copied = true;         ///< in the media folder; otherwise the user's own file
    std::int64_t bytes = 0;
    MediaState state = MediaState::Present;
    bool isVideo = false; ///< by its reading; where that is automatic, by how the file begins
    bool operator==(const MediaRecord&) const = default;
};

struct NewCandidate {
    std::vector<Turn> turns; ///< usually one assistant turn; at least one
    std::string name;        ///< the writer's name ("model-x"); may be empty
    std::vector<NewMedia> media;
    bool operator==(const NewCandidate&) const = default;
};

struct NewItem {
    std::string externalId; ///< the id in the file it came from; may be empty
    std::vector<Turn> prompt;
    std::vector<NewMedia> media;
    std::vector<NewCandidate> candidates; ///< two to nine to be compared; one to be scored only
    std::vector<std::string> tags;
    std::string meta = "{}";         ///< a JSON object, kept as it came
    std::string source;              ///< where it came from, for people ("import questions.jsonl")
    std::vector<ImportedVote> votes; ///< judgements that came with it; at most one of each kind of an annotator
    bool operator==(const NewItem&) const = default;
};

struct CandidateRecord {
    CandidateId id;
    int position = 0; ///< 0-based, the order in which it was added; never the order shown
    std::vector<Turn> turns;
    std::string name;
    std::vector<MediaRecord> media;
    bool operator==(const CandidateRecord&) const = default;
};

struct ItemRecord {
    ItemId id;
    int number = 0; ///< 1-based place in the project, for people
    std::string externalId;
    std::vector<Turn> prompt;
    std::vector<MediaRecord> media;
    std::vector<CandidateRecord> candidates; ///< by position
    std::vector<std::string> tags;
    std::string meta;
    std::string source;
    bool flagged = false;
    std::string note;
    bool operator==(const ItemRecord&) const = default;
};

enum class ItemProgress { All, Open, Decided, Skipped, Flagged };

/// What the item list asks for. Pages are found by key: pass the last `number` of the page before.
struct ItemFilter {
    ItemProgress progress = ItemProgress::All;
    std::string text; ///< found in prompts and answers, case-insensitively; empty: all
    int afterNumber = 0;
    int limit = 200;
    std::vector<ItemId> only = {}; ///< these items; empty: all
};

/// One row of the item list.
struct ItemSummary {
    ItemId id;
    int number = 0;
    std::string promptExcerpt; ///< the last user turn, first 200 characters, one line
    int pictures = 0;
    int videos = 0;
    int candidates = 0;
    bool flagged = false;
    std::optional<Decision> decision;         ///< of the current annotator, current vote
    int winnerPosition = -1;                  ///< position of the winner, -1 without one
    std::vector<std::optional<float>> scores; ///< latest score by candidate position; empty without any
};

/// An item with one candidate is only scored: it is counted in `all` and never open.
struct ItemCounts {
    int all = 0, open = 0, decided = 0, skipped = 0, flagged = 0;
};

} // namespace trutina::storage
