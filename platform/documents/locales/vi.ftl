refusal-documents-template = Chưa lập được văn bản do lỗi hệ thống. Xin báo cho bộ phận kỹ thuật.
refusal-documents-export = Chưa lập được văn bản do lỗi hệ thống. Xin báo cho bộ phận kỹ thuật.
refusal-documents-data = Chưa lập được văn bản do lỗi hệ thống. Xin báo cho bộ phận kỹ thuật.
refusal-documents-qr-too-long = Nội dung mã QR quá dài nên chưa lập được văn bản.
refusal-documents-docx = Chưa lập được văn bản do lỗi hệ thống. Xin báo cho bộ phận kỹ thuật.
