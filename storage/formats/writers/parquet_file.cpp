// SPDX-FileCopyrightText: 2026 The Trutina authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "storage/formats/writers/parquet_file.h"

#include "storage/records/error.h"

#include <arrow/builder.h>
#include <arrow/io/interfaces.h>
#include <arrow/table.h>
#include <arrow/util/key_value_metadata.h>
#include <nlohmann/json.hpp>
#include <parquet/arrow/writer.h>
#include <parquet/properties.h>

#include <exception>
#include <utility>

namespace trutina::storage {
namespace {

using Json = nlohmann::ordered_json;
using Kind = ParquetColumn::Kind;

constexpr std::int64_t kRowGroupBytes = std::int64_t{64} << 20U;
constexpr std::int64_t kMostRowsOfGroup = 10'000;

/// Arrow writes into the export, where bytes are hashed on their way.
class ExportStream : public arrow::io::OutputStream {
  public:
    explicit ExportStream(std::unique_ptr<ExportFolder::File> file) : m_file(std::move(file)) {}

    using arrow::io::Writable::Write;
    arrow::Status Write(const void* data, std::int64_t size) override {
        try {
            m_file->write({static_cast<const char*>(data), static_cast<std::size_t>(size)});
        } catch (...) {
            m_failure = std::current_exception(); // a full disk is told as such, not as a status
            return arrow::Status::IOError("the export could not be written");
        }
        m_position += size;
        return arrow::Status::OK();
    }
    arrow::Status Close() override {
        m_isClosed = true;
        return arrow::Status::OK();
    }
    [[nodiscard]] arrow::Result<std::int64_t> Tell() const override { return m_position; }
    [[nodiscard]] bool closed() const override { return m_isClosed; }

    ExportFolder::File& file() { return *m_file; }
    [[nodiscard]] std::exception_ptr failure() const { return m_failure; }

  private:
    std::unique_ptr<ExportFolder::File> m_file;
    std::int64_t m_position = 0;
    bool m_isClosed = false;
    std::exception_ptr m_failure;
};

std::shared_ptr<arrow::DataType> listOf(std::shared_ptr<arrow::DataType> type) {
    return arrow::list(arrow::field("element", std::move(type)));
}

std::shared_ptr<arrow::DataType> typeOf(Kind kind) {
    const auto message = [](std::shared_ptr<arrow::DataType> content) {
        return listOf(arrow::struct_({arrow::field("role", arrow::utf8()), arrow::field("content", std::move(content))}));
    };
    switch (kind) {
    case Kind::Text:
        return arrow::utf8();
    case Kind::Number:
        return arrow::float64();
    case Kind::Texts:
        return listOf(arrow::utf8());
    case Kind::Pictures:
        return listOf(arrow::struct_({arrow::field("bytes", arrow::binary()), arrow::field("path", arrow::utf8())}));
    case Kind::Messages:
        return message(arrow::utf8());
    case Kind::PartMessages:
        return message(listOf(arrow::struct_({arrow::field("type", arrow::utf8()), arrow::field("text", arrow::utf8())})));
    }
    return arrow::utf8();
}

/// As datasets says it in a footer; the words that older versions know, too.
Json featureOf(Kind kind) {
    const auto value = [](const char* type) { return Json{{"dtype", type}, {"_type", "Value"}}; };
    const auto messages = [&value](Json content) {
        return Json::array({Json{{"role", value("string")}, {"content", std::move(content)}}});
    };
    switch (kind) {
    case Kind::Text:
        return value("string");
    case Kind::Number:
        return value("float64");
    case Kind::Texts:
        return {{"feature", value("string")}, {"_type", "Sequence"}};
    case Kind::Pictures:
        return {{"feature", {{"_type", "Image"}}}, {"_type", "Sequence"}};
    case Kind::Messages:
        return messages(value("string"));
    case Kind::PartMessages:
        return messages(Json::array({Json{{"type", value("string")}, {"text", value("string")}}}));
    }
    return {};
}

/// Adds a value to the builder of its type; returns about how many bytes it takes.
arrow::Result<std::int64_t> append(arrow::ArrayBuilder& builder, const Json& value) {
    if (value.is_null()) {
        ARROW_RETURN_NOT_OK(builder.AppendNull());
        return 1;
    }
    switch (builder.type()->id()) {
    case arrow::Type::STRING: {
        const auto& text = value.get_ref<const std::string&>();
        ARROW_RETURN_NOT_OK(static_cast<arrow::StringBuilder&>(builder).Append(text));
        return static_cast<std::int64_t>(text.size());
    }
    case arrow::Type::BINARY: {
        const auto& bytes = value.get_binary();
        ARROW_RETURN_NOT_OK(
            static_cast<arrow::BinaryBuilder&>(builder).Append(bytes.data(), static_cast<std::int32_t>(bytes.size())));
        return static_cast<std::int64_t>(bytes.size());
    }
    case arrow::Type::DOUBLE:
        ARROW_RETURN_NOT_OK(static_cast<arrow::DoubleBuilder&>(builder).Append(value.get<double>()));
        return 8;
    case arrow::Type::LIST: {
        auto& list = static_cast<arrow::ListBuilder&>(builder);
        ARROW_RETURN_NOT_OK(list.Append());
        std::int64_t bytes = 4;
        for (const Json& element : value) {
            ARROW_ASSIGN_OR_RAISE(const std::int64_t more, append(*list.value_builder(), element));
            bytes += more;
        }
        return bytes;
    }
    case arrow::Type::STRUCT: {
        auto& record = static_cast<arrow::StructBuilder&>(builder);
        ARROW_RETURN_NOT_OK(record.Append());
        std::int64_t bytes = 0;
        for (int field = 0; field < record.num_fields(); ++field) {
            const auto found = value.find(record.type()->field(field)->name());
            if (found == value.end()) {
                ARROW_RETURN_NOT_OK(record.field_builder(field)->AppendNull());
                continue;
            }
            ARROW_ASSIGN_OR_RAISE(const std::int64_t more, append(*record.field_builder(field), *found));
            bytes += more;
        }
        return bytes;
    }
    default:
        return arrow::Status::TypeError("no column has the type ", builder.type()->ToString());
    }
}

std::shared_ptr<parquet::WriterProperties> writing(const std::vector<ParquetColumn>& columns) {
    parquet::WriterProperties::Builder properties;
    properties.compression(parquet::Compression::SNAPPY);
    for (const ParquetColumn& column : columns) {
        if (column.kind == Kind::Pictures) {
            const std::string bytes = column.name + ".list.element.bytes";
            properties.compression(bytes, parquet::Compression::UNCOMPRESSED);
            properties.disable_dictionary(bytes);
            properties.disable_statistics(bytes); // they would hold two whole pictures
        }
    }
    return properties.build();
}

} // namespace

struct ParquetFile::Impl {
    std::shared_ptr<ExportStream> stream;
    std::shared_ptr<arrow::Schema> schema;
    std::unique_ptr<parquet::arrow::FileWriter> writer;
    std::vector<std::unique_ptr<arrow::ArrayBuilder>> builders; ///< by column
    std::int64_t groupRows = 0;
    std::int64_t groupBytes = 0;
    std::int64_t bytes = 0;

    /// Arrow reports by status and, from its depths, by exceptions; both end here.
    template <typename Step>
    void require(const Step& step) const {
        arrow::Status status;
        try {
            status = step();
        } catch (const std::exception& error) {
            status = arrow::Status::IOError(error.what());
        }
        if (stream->failure()) {
            std::rethrow_exception(stream->failure());
        }
        if (!status.ok()) {
            throw Failure("parquet.write", "The Parquet file could not be written.", "Choose another format.", status.ToString());
        }
    }

    arrow::Status open(const std::vector<ParquetColumn>& columns) {
        arrow::FieldVector fields;
        Json features = Json::object();
        for (const ParquetColumn& column : columns) {
            fields.push_back(arrow::field(column.name, typeOf(column.kind)));
            features[column.name] = featureOf(column.kind);
            builders.emplace_back();
            ARROW_RETURN_NOT_OK(arrow::MakeBuilder(arrow::default_memory_pool(), fields.back()->type(), &builders.back()));
        }
        schema = arrow::schema(std::move(fields));
        ARROW_ASSIGN_OR_RAISE(writer,
                              parquet::arrow::FileWriter::Open(*schema, arrow::default_memory_pool(), stream, writing(columns)));
        const Json footer = {{"info", {{"features", std::move(features)}}}};
        return writer->AddKeyValueMetadata(arrow::key_value_metadata({"huggingface"}, {footer.dump()}));
    }

    arrow::Status add(const Json& row) {
        for (std::size_t column = 0; column < builders.size(); ++column) {
            ARROW_ASSIGN_OR_RAISE(const std::int64_t more,
                                  append(*builders[column], row.at(schema->field(static_cast<int>(column))->name())));
            groupBytes += more;
            bytes += more;
        }
        ++groupRows;
        return groupBytes >= kRowGroupBytes || groupRows >= kMostRowsOfGroup ? flush() : arrow::Status::OK();
    }

    arrow::Status flush() {
        if (groupRows == 0) {
            return arrow::Status::OK();
        }
        arrow::ArrayVector arrays;
        for (const auto& builder : builders) {
            ARROW_ASSIGN_OR_RAISE(auto array, builder->Finish());
            arrays.push_back(std::move(array));
        }
        const auto table = arrow::Table::Make(schema, arrays, groupRows);
        ARROW_RETURN_NOT_OK(writer->WriteTable(*table, groupRows));
        groupRows = 0;
        groupBytes = 0;
        return arrow::Status::OK();
    }

    arrow::Status close() {
        ARROW_RETURN_NOT_OK(flush());
        return writer->Close();
    }
};

ParquetFile::ParquetFile(std::unique_ptr<ExportFolder::File> file, const std::vector<ParquetColumn>& columns)
    : m_impl(std::make_unique<Impl>()) {
    m_impl->stream = std::make_shared<ExportStream>(std::move(file));
    m_impl->require([&] { return m_impl->open(columns); });
}

ParquetFile::~ParquetFile() = default;

void ParquetFile::writeRow(const Json& row) {
    m_impl->require([&] { return m_impl->add(row); });
}

std::int64_t ParquetFile::bytes() const {
    return m_impl->bytes;
}

void ParquetFile::close() {
    m_impl->require([&] { return m_impl->close(); });
    m_impl->stream->file().close();
}

} // namespace trutina::storage
