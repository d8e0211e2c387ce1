// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/sources/parquet_source.h"

#include "storage/formats/json_access.h"
#include "storage/formats/sources/arrow_values.h"
#include "storage/formats/utf8.h"

#include <arrow/io/file.h>
#include <arrow/memory_pool.h>
#include <arrow/record_batch.h>
#include <arrow/type.h>
#include <arrow/util/key_value_metadata.h>
#include <parquet/arrow/reader.h>
#include <parquet/file_reader.h>
#include <parquet/metadata.h>

#include <algorithm>
#include <new>
#include <utility>

namespace trutina::storage {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

constexpr std::int64_t kMostMemory = std::int64_t{1} << 30U;
constexpr std::int64_t kBatchBytes = std::int64_t{8} << 20U;
constexpr std::int64_t kMostRowsOfBatch = 1024;
constexpr std::int64_t kBufferBytes = std::int64_t{256} << 10U; ///< of each column

[[noreturn]] void fail(const std::string& name, const arrow::Status& status) {
    if (status.IsOutOfMemory()) {
        throw Failure("parquet.too_large", "A part of " + name + " takes more than 1 GiB of memory.",
                      "Write the file again with smaller row groups and pages.", status.ToString());
    }
    throw Failure("parquet.damaged", "The Parquet file " + name + " is damaged or not complete.", "Download or write it again.",
                  status.ToString());
}

class ParquetSource : public RecordSource {
  public:
    ParquetSource(const fs::path& file, const SourceOptions& options)
        : m_name(inQuotes(file.filename().string(), 200)),
          m_folder(fs::absolute(file).parent_path()),
          m_longestRecord(options.longestRecord),
          m_size(static_cast<std::int64_t>(fs::file_size(file))) {
        guarded([&] { return open(file); });
    }

    std::optional<SourceRecord> next() override {
        while (m_batch == nullptr || m_inBatch >= m_batch->num_rows()) {
            m_inBatch = 0;
            m_batch.reset(); // before the next one takes memory
            guarded([&] { return readBatch(); });
            if (m_batch == nullptr) {
                return std::nullopt;
            }
        }
        SourceRecord record;
        record.row = ++m_row;
        record.folder = m_folder;
        record.value = Json::object();
        const std::int64_t index = m_inBatch++;
        ArrowValues values(m_longestRecord);
        for (int column = 0; column < m_batch->num_columns(); ++column) {
            try {
                record.value[m_columns[static_cast<std::size_t>(column)]] =
                    values.value(*m_batch->column(column), index, m_features[static_cast<std::size_t>(column)]);
            } catch (const Failure& failure) {
                record.error = failure.error();
                record.error->message =
                    "Column " + inQuotes(m_columns[static_cast<std::size_t>(column)]) + ": " + record.error->message;
                record.value = Json::object();
                break;
            }
        }
        return record;
    }

    [[nodiscard]] TransferProgress progress() const override {
        const double share = m_rows <= 0 ? 1 : std::min(1.0, static_cast<double>(m_row) / static_cast<double>(m_rows));
        return {static_cast<std::int64_t>(share * static_cast<double>(m_size)), m_size};
    }
    [[nodiscard]] SourceKind kind() const override { return SourceKind::Parquet; }
    [[nodiscard]] std::vector<std::string> columns() const override { return m_columns; }

  private:
    /// Arrow reports by status and, from its depths, by exceptions; both end here.
    template <typename Step>
    void guarded(const Step& step) {
        arrow::Status status;
        try {
            status = step();
        } catch (const Failure&) {
            throw;
        } catch (const std::bad_alloc&) {
            status = arrow::Status::OutOfMemory("bad_alloc");
        } catch (const std::exception& error) {
            status = arrow::Status::IOError(error.what());
        }
        if (!status.ok()) {
            fail(m_name, status);
        }
    }

    arrow::Status open(const fs::path& file) {
        parquet::ReaderProperties reading(&m_limited);
        reading.enable_buffered_stream(); // otherwise a column of a whole row group is read at once
        reading.set_buffer_size(kBufferBytes);
        ARROW_ASSIGN_OR_RAISE(auto input, arrow::io::ReadableFile::Open(file.string(), &m_limited));
        auto parquet = parquet::ParquetFileReader::Open(std::move(input), reading);
        const auto metadata = parquet->metadata();
        m_rows = metadata->num_rows();

        parquet::ArrowReaderProperties shaping(/*use_threads=*/false);
        shaping.set_pre_buffer(false); // likewise
        shaping.set_batch_size(batchRows(*metadata));
        ARROW_ASSIGN_OR_RAISE(m_reader, parquet::arrow::FileReader::Make(&m_limited, std::move(parquet), shaping));
        std::shared_ptr<arrow::Schema> schema;
        ARROW_RETURN_NOT_OK(m_reader->GetSchema(&schema));
        look(*schema, metadata->key_value_metadata().get());
        return m_reader->GetRecordBatchReader().Value(&m_batches);
    }

    /// Few enough rows for a batch to take some MiB, by what the row groups say of their sizes.
    static std::int64_t batchRows(const parquet::FileMetaData& metadata) {
        std::int64_t rows = kMostRowsOfBatch;
        for (int group = 0; group < metadata.num_row_groups(); ++group) {
            const auto about = metadata.RowGroup(group);
            if (about->num_rows() > 0 && about->total_byte_size() > 0) {
                const std::int64_t rowBytes = std::max<std::int64_t>(about->total_byte_size() / about->num_rows(), 1);
                rows = std::min(rows, std::max<std::int64_t>(kBatchBytes / rowBytes, 1));
            }
        }
        return rows;
    }

    void look(const arrow::Schema& schema, const arrow::KeyValueMetadata* footer) {
        if (footer != nullptr && footer->Contains("huggingface")) {
            m_known = hubFeatures(*footer->Get("huggingface"));
        }
        for (const auto& field : schema.fields()) {
            if (firstBadUtf8Byte(field->ToString()) || nestingDepth(*field->type()) > kDeepestJson) {
                throw Failure("parquet.damaged", "A column of " + m_name + " has a name or a type that cannot be used.",
                              "Write the file again with other columns.");
            }
            const auto known = m_known.find(field->name());
            m_features.push_back(known == m_known.end() ? nullptr : &known->second);
            m_columns.push_back(field->name());
        }
    }

    arrow::Status readBatch() {
        ARROW_RETURN_NOT_OK(m_batches->ReadNext(&m_batch));
        return m_batch == nullptr ? arrow::Status::OK() : m_batch->Validate();
    }

    std::string m_name;
    fs::path m_folder;
    std::size_t m_longestRecord;
    std::int64_t m_size;
    std::int64_t m_rows = 0;
    std::int64_t m_row = 0;
    std::vector<std::string> m_columns;
    std::map<std::string, HubFeature> m_known;
    std::vector<const HubFeature*> m_features; ///< by column

    // In this order: what reads gives its memory back first.
    std::unique_ptr<arrow::MemoryPool> m_pool = arrow::MemoryPool::CreateDefault();
    arrow::CappedMemoryPool m_limited{m_pool.get(), kMostMemory};
    std::unique_ptr<parquet::arrow::FileReader> m_reader;
    std::unique_ptr<arrow::RecordBatchReader> m_batches;
    std::shared_ptr<arrow::RecordBatch> m_batch;
    std::int64_t m_inBatch = 0;
};

} // namespace

std::unique_ptr<RecordSource> openParquet(const fs::path& file, const SourceOptions& options) {
    return std::make_unique<ParquetSource>(file, options);
}

} // namespace trutina::storage
