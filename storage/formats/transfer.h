// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "storage/records/item.h"
#include "storage/repositories/project.h"

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace trutina::storage {

/// One record that was left out, or changed, and why.
struct TransferNote {
    std::int64_t row = 0; ///< line or record number in the source, 1-based; item number on export
    std::string code;     ///< "row.not_json", "media.not_found", "vote.tie", …
    std::string message;
};

struct TransferReport {
    std::int64_t read = 0;
    std::int64_t written = 0;
    std::int64_t skipped = 0;        ///< records of an import that gave nothing
    std::vector<TransferNote> notes; ///< the first kMaxNotes
    std::int64_t notesInAll = 0;
    std::map<std::string, std::int64_t> notesByCode; ///< of all of them
    std::vector<std::filesystem::path> files;        ///< written
    std::string dataCard;                            ///< of an export: what it says about itself, Markdown
};
inline constexpr std::size_t kMaxNotes = 1000;

struct TransferProgress {
    std::int64_t done = 0;
    std::int64_t total = 0; ///< bytes on import, items on export; 0 when unknown
};
using TransferProgressSink = std::function<void(const TransferProgress&)>;

/// Reads items from a file, one at a time. Not thread-safe; made by FormatRegistry.
class ItemReader {
  public:
    virtual ~ItemReader() = default;
    /// The next item, or nothing at the end. A damaged row is not an exception: it is noted in `report` and skipped.
    virtual std::optional<NewItem> next(TransferReport& report) = 0;
    [[nodiscard]] virtual TransferProgress progress() const = 0;
};

/// How an answer is held against a ground truth.
enum class Verifier {
    None,
    Exact,   ///< equal after trimming white space
    Numeric, ///< the last number of the answer lies within the tolerance
    Choice,  ///< the last lone letter A to J of the answer is that of the truth
    Pattern, ///< the truth is a regular expression (ECMAScript) that is found in the answer
    Command  ///< a program of the user's own says so
};

/// A program that holds answers against a ground truth. It is run once for each answer, directly and never by a shell: the JSON
/// object `{"id", "prompt", "messages", "answer", "ground_truth"}` on its standard input.
/// It says right by ending with 0, wrong by ending with 1; anything else is a fault of the record.
struct VerifierCommand {
    std::filesystem::path program =
        {}; ///< found by PATH unless it has a slash; empty: none. Nothing is ever run that the user did not name
    std::vector<std::string> arguments = {};
    double secondsPerAnswer = 10; ///< then it is ended, and the record noted
};

/// How answers that come with figures or with a ground truth become pairs, each an item of its own that says where it came from.
struct PairBuilding {
    std::string rating = {};            ///< the aspect that is compared; "sum" or "mean" of all; empty: ratings build no pairs
    double minimumGap = 1;              ///< between the figures of a pair
    Verifier verifier = Verifier::None; ///< a right answer is better than a wrong one
    double tolerance = 1e-6;            ///< of Numeric, absolute
    double maxLengthRatio =
        0;            ///< drop pairs whose chosen answer has more than so many times the characters of the rejected one; 0: none
    int maxPairs = 0; ///< of one record, the widest gaps first; 0: all
    VerifierCommand command = {}; ///< of Verifier::Command
};

/// What a reader needs to know beyond the file.
struct ReadingOptions {
    std::string annotator = "imported";         ///< whose judgements those are that name nobody
    std::map<std::string, std::string> columns; ///< column of the file → field of the format
    std::string prompt;                         ///< for folders of pictures
    std::filesystem::path mediaFolder;          ///< what paths of media are relative to; empty: the file's folder
    PairBuilding pairs;
    bool keepsEmbedded = false; ///< embedded media stay on the disk while the reader lives, not only until the next item
    double tieWithin = 0;       ///< verdicts: scores that lie no further apart are level
    std::stop_token stop = {};  ///< ends what takes long within one record; then the reader throws Cancelled
};

enum class MediaTransfer {
    Copy,      ///< into the folder, each once; into the data itself where the format is Parquet
    Reference, ///< absolute paths to where they are
    Embed      ///< into the records, as bytes or data URIs; only where FormatInfo says so
};

/// Shows some frames of a video in one picture and returns it as the bytes of a PNG. Throws Failure "media.*".
using FrameSheetMaker = std::function<std::string(const std::filesystem::path& video)>;

enum class TieRule { LeaveOut, BothDirections };

/// Where the margin of a pair comes from.
enum class MarginRule {
    None,
    Strength ///< the one that came with the item; otherwise half, one or two by strength, times the places apart in a ranking
};

/// Which judgements become pairs, and into which split they go.
struct PairRules {
    std::vector<std::string> annotators = {}; ///< whose judgements count; empty: everybody's
    double agreement = 0; ///< least share of those who judged a pair that must say the same; 0: every judgement counts
    Strength weakest = Strength::Slightly; ///< weaker judgements are left out
    std::int64_t leastMilliseconds = 0;    ///< judgements that took less are left out
    std::int64_t mostMilliseconds = 0;     ///< those that took longer are left out; 0: none
    AdjudicationRule adjudication = AdjudicationRule::Decides;
    bool correctedAsChosen = false; ///< an edited copy of an answer is better than the answer
    double scoreMargin = 0;         ///< above 0: pairs come from the model's scores that lie so far apart, not from votes
    MarginRule margin = MarginRule::None;
    double validationShare = 0; ///< of the prompts; a prompt is never in two splits
    double testShare = 0;
    std::string splitSeed = {}; ///< another one gives another division
};

struct ExportOptions {
    std::string format;              ///< registry name
    std::filesystem::path directory; ///< made when absent; must be empty unless replaceExisting
    MediaTransfer media = MediaTransfer::Copy;
    bool replaceExisting = false;
    TieRule ties = TieRule::LeaveOut;
    /// Makes a picture of each video for a trainer that opens pictures only (ixc); without it such pairs are left out.
    FrameSheetMaker frameSheet;
    bool dryRun = false; ///< count and describe everything, write nothing; the directory may be empty then
    /// Items with more than two candidates give winner-against-each-other pairs; a ranking gives all its pairs.
    PairRules rules;
};

/// What a format can beyond reading and writing pairs. Named one by one where they are set: places in a list are mixed up.
struct FormatTraits {
    bool canEmbed = false;      ///< MediaTransfer::Embed
    bool canShowSheets = false; ///< ExportOptions::frameSheet
    bool judgesItems = false;   ///< its records are judgements on items that the project has already
    bool buildsPairs = false;   ///< its records hold several answers that PairBuilding can make pairs of
    bool takesPrompt = false;   ///< reads ReadingOptions::prompt
};

/// What a format is, for lists and for --help.
struct FormatInfo {
    std::string name;        ///< "trl", "ixc", "csv", "conversation"
    std::string title;       ///< for people
    std::string description; ///< one sentence
    bool canImport = false;
    bool canExport = false;
    std::vector<std::string> extensions;
    FormatTraits traits = {};
};

/// All formats register themselves here, in one place (registry.cpp). Threads: const after construction.
class FormatRegistry {
  public:
    static const FormatRegistry& instance();
    virtual ~FormatRegistry() = default;
    [[nodiscard]] virtual std::vector<FormatInfo> formats() const = 0;
    /// The format of a file, by content then by extension. Throws Failure "format.unknown".
    [[nodiscard]] virtual std::string detect(const std::filesystem::path& file) const = 0;
    [[nodiscard]] virtual std::unique_ptr<ItemReader> openReader(const std::string& format, const std::filesystem::path& file,
                                                                 const ReadingOptions& options = {}) const = 0;
};

struct ImportOptions {
    std::string format = "auto";
    bool dryRun = false; ///< read and report, change nothing
    ReadingOptions reading = {};
};

/// Reads the whole file and adds its items in one transaction, holding one of them at a time. Throws Failure or Cancelled; then
/// nothing was added.
TransferReport importFile(Project& project, const std::filesystem::path& file, const ImportOptions& options, std::stop_token stop,
                          const TransferProgressSink& progress);

/// A judgement together with the item of the project that it is about.
struct JoinedVerdict {
    ItemRecord item;
    ImportedVote vote;
};

/// The first items of a file and what would be left out, for a preview.
struct ImportPreview {
    std::string format;
    std::shared_ptr<const ItemReader> reader; ///< keeps embedded media on the disk while somebody looks
    std::vector<NewItem> items;
    std::vector<JoinedVerdict> verdicts; ///< of a format that judges items; then there are no items
    TransferReport report;
    std::vector<std::string> columns; ///< that the file has: of a table, or of its first record
};
/// `project` is asked for the items of verdicts; without it such a file throws Failure "format.needs_project".
ImportPreview previewFile(const std::filesystem::path& file, const std::string& format, int rows,
                          const ReadingOptions& options = {}, const Project* project = nullptr);

/// Writes the labelled pairs. Atomic: the folder is complete or as it was. Always writes report.json beside the data. Throws
/// Failure "export.cannot_embed", "export.no_frame_sheets" when the format cannot do what was chosen.
TransferReport exportProject(const Project& project, const ExportOptions& options, std::stop_token stop,
                             const TransferProgressSink& progress);

} // namespace trutina::storage
